"""Turn a decided case into a labelled message in the training corpus's shape, without its people.

A case is left out (None) if something was left undecided, its mail has no words, or it holds monitoring data: that
must never reach the classifier, not even to learn from.
"""

import hmac
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from cases.case_clocks import LIVES_ON
from cases.models import Case, Decision, Mail, Matter
from cases.plain import message_of
from cases.pseudonyms import Changed, Pseudonyms, words_to_look_at
from cases.states import MailState
from classify.labels import COMPLAINTS, Flag, Kind
from classify.model.corpus import CODES
from classify.reading import BODY, SUBJECT_LINE
from ingest.message import Message

PUT_WITH = frozenset({MailState.JOINED, MailState.DUPLICATE, MailState.AUTOMATIC})
NAMING = frozenset({"writer_name", "child", "person_named", "on_behalf_of"})
"""The facts that name people, by the code they are kept under."""
LONGEST_GIST_WORDS = 12

Texts = Mapping[str, Changed]


def row_of(case: Case, key: bytes) -> dict[str, Any] | None:
    """Return the example that a case makes, None if it makes none; ``key`` makes its names and ids traceless."""
    decisions = {row.key: row for row in case.decisions.all()}
    matters = list(case.matters.exclude(state__in=LIVES_ON).order_by("number")) if case.kind in COMPLAINTS else []
    mail = _main_mail(case)
    if mail is None or not _is_decided(decisions, matters) or _holds_monitoring_data(decisions):
        return None
    message = message_of(mail)
    if not message.body.strip():
        return None
    names = _pseudonyms(case, mail, message, key)
    texts = {SUBJECT_LINE: names.change(message.subject), BODY: names.change(message.body)}
    return {
        "id": f"own-{_trace(key, f'case:{case.pk}')[:10]}",
        "subject": texts[SUBJECT_LINE].text,
        "from": _writer(mail, names, key),
        "received": f"{mail.received_at:%Y-%m-%d}T00:00:00+00:00",
        "body": texts[BODY].text,
        "labels": _labels(case, matters, decisions, names, texts),
        "near_miss_for": _refused(decisions),
        "unscored": sorted(_flag(row) for row in decisions.values() if _flag(row) and not row.chosen),
        "difficulty": "hard",
        "why": "corrected in review: " + ", ".join(key for key, row in decisions.items() if _is_changed(row)),
        "look_at": words_to_look_at(f"{texts[SUBJECT_LINE].text}\n{texts[BODY].text}", names.invented),
    }


def _main_mail(case: Case) -> Mail | None:
    """Return the mail that the case was opened for, the one its evidence points into."""
    mails = case.mails.exclude(text=None).order_by("received_at", "pk")
    return mails.exclude(state__in=PUT_WITH).first()


def _is_decided(decisions: Mapping[str, Decision], matters: Sequence[Matter]) -> bool:
    """Return whether a person stands behind the kind and every route; the machine's own word teaches nothing."""
    keys = ["kind", *(f"matter:{matter.number}" for matter in matters)]
    return all(key in decisions and decisions[key].chosen for key in keys)


def _holds_monitoring_data(decisions: Mapping[str, Decision]) -> bool:
    found = decisions.get(f"flag:{Flag.EQUALITIES}")
    return bool(found and "yes" in {found.suggested, found.chosen})


def _pseudonyms(case: Case, mail: Mail, message: Message, key: bytes) -> Pseudonyms:
    facts = [fact["value"] for fact in case.facts if fact["field"] in NAMING]
    people = [message.sender.name, mail.sender_name, case.person_name, *facts]
    people += [address.name for address in (*message.to, *message.cc)]
    names = Pseudonyms(key, [person for person in people if person and "@" not in person])
    names.learn_from(message.body)
    return names


def _writer(mail: Mail, names: Pseudonyms, key: bytes) -> str:
    """Return one invented sender a real one, so that a writer's messages are never split between train and test."""
    name = names.change(mail.sender_name).text.replace("<", "").replace(">", "") if mail.sender_name else ""
    return f"{name} <writer-{_trace(key, mail.sender_address)[:10]}@post.example>".strip()


def _labels(
    case: Case, matters: Sequence[Matter], decisions: Mapping[str, Decision], names: Pseudonyms, texts: Texts
) -> dict[str, Any]:
    has_matters = case.kind in COMPLAINTS
    return {
        "kind": Kind(case.kind).value,
        "matters": _matters(matters, names, texts),
        "stage": (int(case.stage) if case.stage.isdigit() else case.stage) if has_matters else None,
        "flags": [
            {"flag": _flag(row), "evidence": _quotes(row.evidence, texts)}
            for row in decisions.values()
            if _flag(row) and row.chosen == "yes"
        ],
    }


def _matters(matters: Sequence[Matter], names: Pseudonyms, texts: Texts) -> list[dict[str, Any]]:
    """Return one matter a route and reason, as the corpus has it."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for matter in matters:
        quotes = _quotes(matter.evidence, texts)
        held = found.setdefault(
            (matter.route, matter.reason),
            {
                "route": matter.route,
                "reason": matter.reason or None,
                "gist": " ".join(names.change(matter.gist).text.split()[:LONGEST_GIST_WORDS]),
                "evidence": [],
            },
        )
        held["evidence"] += [quote for quote in quotes if quote not in held["evidence"]]
    return list(found.values())


def _quotes(evidence: Sequence[Mapping[str, Any]], texts: Texts) -> list[str]:
    """Return evidence as it reads now; what lies in an attachment is not in the example and is left out."""
    quotes = []
    for span in evidence:
        changed = texts.get(str(span["where"]))
        if changed:
            start, end = changed.place(int(span["start"]), int(span["end"]))
            quotes.append(changed.text[start:end])
    return [quote for quote in dict.fromkeys(quotes) if quote.strip()]


def _refused(decisions: Mapping[str, Decision]) -> list[str]:
    """Return the codes that were suggested and that a person refused."""
    codes = set()
    for row in decisions.values():
        if row.chosen and row.chosen != row.suggested:
            suggested = _flag(row) if row.suggested == "yes" else "" if _flag(row) else row.suggested.split(":")[-1]
            codes.add(suggested)
    return sorted(code for code in codes if code in CODES)


def _flag(row: Decision) -> str:
    return row.key.removeprefix("flag:") if row.key.startswith("flag:") else ""


def _is_changed(row: Decision) -> bool:
    return bool(row.chosen) and row.chosen != row.suggested


def _trace(key: bytes, words: str) -> str:
    return hmac.new(key, words.encode(), sha256).hexdigest()
