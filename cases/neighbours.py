"""Find which earlier cases a mail may have to do with: what is known of them, and which is the very same message."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q

from cases.desk import desk_council
from cases.models import Case, Letter, Mail
from cases.plain import message_of
from cases.services.intake import Neighbour
from cases.states import CaseState, MailState
from classify.reading import FactField, Reading
from ingest.message import Message
from letters.plain import draft_from_plain
from routing.case_signs import KnownCase, Signs
from routing.reference import find_bare_references, find_references
from routing.resemblance import WORD
from routing.same_case import History, SameCase

LOOK_BACK = timedelta(days=730)
MOST_CASES = 50
MOST_TEXTS = 6
"""Mails of one case whose words are compared: the first, and the newest."""
MOST_ALIKE = 10
MOST_SHOWN_ALIKE = 2
TWINS_WITHIN = timedelta(days=7)
MOST_SEARCHED = 100_000


def known_cases(mail: Mail, message: Message, alike: Iterable[Mail] = ()) -> dict[KnownCase, int]:
    """Return the earlier cases that a message may be about, with their ids: by thread, reference, sender, or words.

    ``alike`` are earlier mails that may hold its words. Each is asked apart, since one question with "or" in it would
    read every case.
    """
    since = mail.received_at - LOOK_BACK
    earlier = [one for one in (message.in_reply_to, *message.references, message.message_id) if one]
    ids = dict.fromkeys(Mail.objects.filter(message_id__in=earlier, case__isnull=False).values_list("case", flat=True))
    ids |= dict.fromkeys(Letter.objects.filter(message_id__in=earlier).values_list("case", flat=True))
    ids |= dict.fromkeys(Case.objects.filter(reference__in=_references_in(message)).values_list("pk", flat=True))
    ids |= dict.fromkeys([other.case_id for other in alike if other.case_id][:MOST_ALIKE])
    if mail.sender_address:
        rows = Case.objects.filter(person_address=mail.sender_address, received_at__gte=since).order_by("-received_at")
        ids |= dict.fromkeys(rows.values_list("pk", flat=True)[:MOST_CASES])
    moved = Case.objects.filter(pk__in=ids, joined_to__isnull=False).values_list("joined_to", flat=True)
    rows = Case.objects.filter(pk__in=[*ids, *moved], joined_to=None, received_at__gte=since)
    newest = rows.order_by("-received_at", "-pk")[:MOST_CASES]
    return {_known(case): case.pk for case in newest.prefetch_related("mails", "letters", "absorbed")}


def history_of(candidates: Iterable[KnownCase], sender: str) -> History:
    """Return the sender's own earlier cases as the rules want them: what others complained of is not theirs."""
    own = (known for known in candidates if sender and sender in known.senders)
    return History(cases=tuple(own), looked=True)


def letters_of(candidates: Iterable[int]) -> list[str]:
    """Return the words of our own letters in these cases: pasted into a mail they are not its writer's."""
    rows = Letter.objects.filter(case__in=list(candidates), sent_at__isnull=False).order_by("-pk")[:MOST_CASES]
    return ["\n".join(paragraph.text for paragraph in draft_from_plain(row.draft).paragraphs) for row in rows]


def signed_by(reading: Reading) -> str:
    """Return the name a message is signed with, "" if its reading found none."""
    return next((fact.value for fact in reading.facts if fact.field is FactField.WRITER_NAME), "")


def children_in(reading: Reading) -> tuple[str, ...]:
    """Return the children a message names, as far as its reading found them."""
    return tuple(fact.value for fact in reading.facts if fact.field is FactField.CHILD)


def neighbours_of(
    candidates: dict[KnownCase, int], same: SameCase, *, is_campaign: bool, is_answered: bool = False
) -> list[Neighbour]:
    """Return the cases a person is to compare a new one with; where it is ``is_answered`` already, none is asked.

    Of a campaign's many cases none is shown as maybe the same: the campaign itself is.
    """
    by_reference = {known.reference: case_id for known, case_id in candidates.items()}
    asked = set() if is_answered else set(same.ask)
    shown = [one for one in same.signs if one.asks or one.is_sender or one.refers or one.hints]
    alike = [one for one in same.signs if one not in shown]
    shown += [] if is_campaign else alike[:MOST_SHOWN_ALIKE]
    return [_neighbour(one, by_reference[one.case.reference], asks=one.case.reference in asked) for one in shown]


def find_twin(mail: Mail, message: Message) -> Mail | None:
    """Return the mail this one is a second delivery of: one Message-ID, one sender, the same words; None if none is.

    Two mailboxes that both got a mail hold different bytes of it. A mail sent again has a new Message-ID: that is no
    twin, and is shown to a person instead.
    """
    if not message.message_id:
        return None
    rows = Mail.objects.filter(message_id=message.message_id[:400], sender_address=mail.sender_address)
    rows = rows.filter(received_at__gte=mail.received_at - TWINS_WITHIN, text__isnull=False).exclude(pk=mail.pk)
    # The one stored first is the original, unless the other has become a case already (its first try had failed).
    rows = rows.filter(Q(pk__lt=mail.pk) | Q(case__isnull=False))
    for other in rows.exclude(state__in=[MailState.DUPLICATE, MailState.AUTOMATIC]).order_by("pk"):
        known = message_of(other)
        if _words(known) == _words(message) and _files(known) == _files(message):
            return other
    return None


def lock_deliveries(mail: Mail) -> None:
    """Hold every delivery of a mail, in one order, until the caller's transaction ends."""
    same = Q(pk=mail.pk)
    if mail.message_id:
        same |= Q(message_id=mail.message_id, sender_address=mail.sender_address)
    list(Mail.objects.select_for_update().filter(same).order_by("pk").values_list("pk", flat=True))


def _words(message: Message) -> list[str]:
    # Gateways wrap lines anew and stamp banners above; what was written is the same.
    return WORD.findall(message.own_words.casefold())


def _files(message: Message) -> list[str]:
    return sorted(attachment.digest for attachment in message.attachments)


def _neighbour(signs: Signs, case_id: int, *, asks: bool) -> Neighbour:
    words = signs.words().removeprefix(f"{signs.case.reference}: ")
    return Neighbour(
        case_id=case_id,
        words=(words[:1].upper() + words[1:])[:300] or "May be about the same.",
        signs_for=signs.for_it,
        signs_against=signs.against,
        asks=asks,
    )


def _references_in(message: Message) -> list[str]:
    prefix = desk_council().reference_prefix
    addresses = (person.address for person in (*message.to, *message.cc))
    files = (found.text[:MOST_SEARCHED] for found in message.attachments)
    body = message.body[:MOST_SEARCHED]
    text = "\n".join((message.subject, body, *addresses, message.in_reply_to, *message.references, *files))
    bare = find_bare_references(f"{message.subject}\n{body}", prefix)
    return list(dict.fromkeys([*find_references(text, prefix), *bare]))[:20]


def _known(case: Case) -> KnownCase:
    mails = sorted((mail for mail in case.mails.all() if mail.state != MailState.AUTOMATIC), key=lambda mail: mail.pk)
    messages = [message_of(mail) for mail in [*mails[:1], *mails[1:][-MOST_TEXTS:]] if mail.text]
    facts = {field: [f["value"] for f in case.facts if f["field"] == field] for field in FactField}
    # A mail that a person put here, of somebody else, adds neither an address nor a name: its sender is not this
    # case's person, and what they write next waits again.
    return KnownCase(
        reference=case.reference,
        senders=(case.person_address,) if case.person_address else (),
        names=tuple(filter(None, [case.person_name, *facts[FactField.WRITER_NAME]])),
        children=tuple(facts[FactField.CHILD]),
        message_ids=tuple(
            filter(None, [*(m.message_id for m in mails), *(letter.message_id for letter in case.letters.all())])
        ),
        texts=tuple(message.own_words for message in messages),
        digests=tuple(mail.digest for mail in mails),
        files=tuple(found.digest for message in messages for found in message.attachments),
        aliases=tuple(other.reference for other in case.absorbed.all()),
        is_open=case.state != CaseState.FILED,
    )
