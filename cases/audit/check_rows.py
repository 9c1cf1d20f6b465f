"""Say which rows have no history or no bytes behind them: cases, mails, letters that were signed or sent."""

from collections.abc import Iterator, Mapping

from django.db.models import QuerySet

from cases import blobs
from cases.audit.faults import Fault
from cases.models import Case, Event, Letter, Mail
from cases.states import LetterState
from letters.plain import draft_digest, draft_from_plain

CHUNK = 2_000
SIGNED = frozenset(
    {LetterState.APPROVED, LetterState.HELD, LetterState.SENDING, LetterState.UNCERTAIN, LetterState.SENT}
)
SENT_BY = ("letter_sent", "letter_said_sent", "letter_posted")


def check_rows(chain: str = "", *, with_bytes: bool = True) -> Iterator[Fault]:
    """Yield every case, mail and letter (of one chain) that its history or its kept bytes do not bear out."""
    kind, _, number = chain.partition(":")
    if chain and kind not in {"case", "mail"}:
        return
    only = int(number) if number.isdecimal() else 0
    cases = Case.objects.filter(pk=only) if kind == "case" else Case.objects.none() if chain else Case.objects.all()
    mails = Mail.objects.filter(case=only) if kind == "case" else Mail.objects.all()
    mails = mails.filter(pk=only) if kind == "mail" else mails
    yield from _without_history(cases, mails)
    yield from _mails(mails, with_bytes=with_bytes)
    yield from _letters(Letter.objects.filter(case__in=cases), with_bytes=with_bytes)


def _without_history(cases: QuerySet[Case], mails: QuerySet[Mail]) -> Iterator[Fault]:
    """Yield what is there although no event says how it came to be: its chain was taken out as a whole."""
    opened = set(Event.objects.filter(verb="case_opened").values_list("chain", flat=True))
    stored = set(Event.objects.filter(chain__startswith="mail:", number=1).values_list("chain", flat=True))
    for key in cases.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=CHUNK):
        if f"case:{key}" not in opened:
            yield Fault(f"case:{key}", "no event says that it was opened: its history was taken out.")
    for key in mails.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=CHUNK):
        if f"mail:{key}" not in stored:
            yield Fault(f"mail:{key}", "no event says that it was stored: its history was taken out.")


def _mails(mails: QuerySet[Mail], *, with_bytes: bool) -> Iterator[Fault]:
    digests = _told_digests("mail_stored")
    for key, digest in mails.order_by("pk").values_list("pk", "digest").iterator(chunk_size=CHUNK):
        told = digests.get(f"mail:{key}")
        if told and told != digest:
            yield Fault(f"mail:{key}", "its row names other bytes than those that arrived.")
        if with_bytes:
            yield from _bytes(f"mail:{key}", digest, "the mail as it arrived")


def _letters(letters: QuerySet[Letter], *, with_bytes: bool) -> Iterator[Fault]:
    signed = _facts_of("letter_signed", "digest")
    files, pdfs = _facts_of("letter_signed", "docx"), _facts_of("letter_signed", "pdf")
    sent = {letter for verb in SENT_BY for letter in _facts_of(verb, "letter")}
    for letter in letters.filter(state__in=SIGNED).order_by("pk").iterator(chunk_size=CHUNK):
        where = f"case:{letter.case_id}, letter {letter.pk}"
        if _digest_of(letter) != letter.approved_digest:
            yield Fault(where, "its words are not those that were signed.")
        if letter.pk not in signed:
            yield Fault(where, "no event says that anybody signed it.")
        elif (
            signed[letter.pk] != letter.approved_digest
            or files.get(letter.pk, "") not in {"", letter.docx_digest}
            or pdfs.get(letter.pk, "") != letter.pdf_digest
        ):
            yield Fault(where, "its row names other words or another file than those that were signed.")
        if letter.state == LetterState.SENT and letter.pk not in sent:
            yield Fault(where, "it is marked as sent, and no event says that it left.")
        if with_bytes:
            yield from _bytes(where, letter.docx_digest, "the signed file")
        if with_bytes and letter.pdf_digest:
            yield from _bytes(where, letter.pdf_digest, "the signed PDF")


def _digest_of(letter: Letter) -> str:
    """Return the digest of a letter's words, "" if they were changed so that they are no letter any more."""
    try:
        return draft_digest(draft_from_plain(letter.draft))
    except (KeyError, TypeError, ValueError):
        return ""


def _bytes(where: str, digest: str, name: str) -> Iterator[Fault]:
    try:
        blobs.get_start(digest, 0)
    except blobs.BlobError as error:
        yield Fault(where, f"{name}: {error}")


def _told_digests(verb: str) -> Mapping[str, str]:
    rows = Event.objects.filter(verb=verb).values_list("chain", "facts").iterator(chunk_size=CHUNK)
    return {chain: facts["digest"] for chain, facts in rows if isinstance(facts, dict) and facts.get("digest")}


def _facts_of(verb: str, name: str) -> Mapping[int, str]:
    """Return what the newest event of a kind says of each letter; one whose facts are none any more says nothing."""
    rows = Event.objects.filter(verb=verb).order_by("pk").values_list("facts", flat=True).iterator(chunk_size=CHUNK)
    told = (facts for facts in rows if isinstance(facts, dict) and isinstance(facts.get("letter"), int))
    return {facts["letter"]: str(facts.get(name, "")) for facts in told}
