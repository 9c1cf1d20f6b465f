"""Write what people do with a letter until it is signed: change its words, ask for a signature, sign it, return it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cases import events
from cases.conflicts import check_may_sign, check_no_conflict, writers_of
from cases.errors import IncompleteError, NotAllowedError, NotNowError
from cases.letter_case import case_of_letter
from cases.letter_files import keep_files
from cases.made_with import name_of_signer, versions_of
from cases.message_ids import new_message_id
from cases.models import Letter, TeamMember
from cases.reach import why_doubtful, why_no_way
from cases.services.common import require_decider, require_version
from cases.services.danger.lado import require_nobody_warned
from cases.services.further.standing import require_still_so
from cases.services.judgement.needed import check_judgements, check_still_judged
from cases.services.letter_rows import locked_letter, move_case_with, move_letter
from cases.states import CaseState, LetterState
from letters.check import failed_musts, recheck
from letters.draft import Channel, Check, Draft, Origin, Paragraph
from letters.never import NEVERS
from letters.nevers.recipient import goes_elsewhere
from letters.plain import draft_digest, draft_from_plain, draft_to_plain
from letters.typed import retype

EDITABLE = frozenset({LetterState.DRAFT, LetterState.RETURNED})
ELSEWHERE = (
    "This letter would go to another address than the case's, which no reason cures. Set the address on the case."
)
NEVER_KEYS = frozenset(never.key for never in NEVERS)


@transaction.atomic
def edit(*, letter_id: int, version: int, member: TeamMember, texts: Mapping[str, str]) -> Letter:
    """Save the words a person typed, paragraph by paragraph; an empty paragraph is left out of the letter.

    Raises:
        StaleError: if somebody saved in between.
        NotNowError: if the letter is no longer a draft.

    """
    letter = _editable(letter_id, version, member)
    draft = draft_from_plain(letter.draft)
    paragraphs = tuple(retype(paragraph, texts.get(paragraph.key)) for paragraph in draft.paragraphs)
    return _save_words(letter, replace(draft, paragraphs=paragraphs), member)


@transaction.atomic
def add_paragraph(*, letter_id: int, version: int, member: TeamMember, check_key: str) -> Letter:
    """Put a missing item's suggested paragraph into the letter, before its closing."""
    letter = _editable(letter_id, version, member)
    draft = draft_from_plain(letter.draft)
    item = next((c for c in draft.checklist if c.key == check_key and not c.present and c.suggestion), None)
    if item is None:
        raise NotNowError("That paragraph is there already, or has no standard words. Type it yourself.")
    new = Paragraph(key=f"added-{item.key}", title="", text=item.suggestion, origin=Origin.STANDARD)
    return _save_words(letter, replace(draft, paragraphs=(*draft.paragraphs[:-1], new, draft.paragraphs[-1])), member)


@transaction.atomic
def start_again(*, letter_id: int, version: int, member: TeamMember, key: str) -> Letter:
    """Take a paragraph back to the words Putright drafted."""
    letter = _editable(letter_id, version, member)
    draft, drafted = draft_from_plain(letter.draft), draft_from_plain(letter.drafted)
    before = {paragraph.key: paragraph for paragraph in drafted.paragraphs}
    paragraphs = tuple(before.get(p.key, p) if p.key == key else p for p in draft.paragraphs)
    return _save_words(letter, replace(draft, paragraphs=paragraphs), member)


@transaction.atomic
def send_for_signing(*, letter_id: int, version: int, member: TeamMember, missing_reason: str = "") -> Letter:
    """Hand a letter to the signers; with something missing, only with a reason that the signer sees.

    Raises:
        NotNowError: if the case is not decided, another letter of it waits for a signature, or the record does not say
            (any more) what a further letter says.
        IncompleteError: if a required item is missing without a reason, a fact is blank (which no reason cures), or a
            refusal was not judged.

    """
    letter = _editable(letter_id, version, member)
    if letter.case.state != CaseState.LETTER and not letter.is_further:
        raise NotNowError("Decide the case first, then write its letter. A case has one letter on its way at a time.")
    if not letter.is_further:
        check_judgements(letter.case)
    require_nobody_warned(letter)
    require_still_so(letter)
    draft = _of_today(letter)
    letter.draft = draft_to_plain(draft)
    if draft.blanks:
        raise IncompleteError({f"blank:{n}": words for n, words in enumerate(draft.blanks)})
    if words := why_no_way(letter):
        raise IncompleteError({"address": words})
    if goes_elsewhere(draft, case_of_letter(letter)):
        raise IncompleteError({"address": ELSEWHERE})
    doubtful = why_doubtful(letter)
    if doubtful and not missing_reason.strip():
        raise IncompleteError({"address": f"{doubtful} If it is right all the same, say why below."})
    missing = failed_musts(draft.checklist)
    if missing and not missing_reason.strip():
        raise IncompleteError({check.key: _say_lack(check) for check in missing})
    letter.missing_reason = missing_reason.strip() if missing or doubtful else ""
    letter.writer, letter.asked_at = member, timezone.now()
    move_letter(letter, LetterState.TO_SIGN, "letter_to_sign", member, {"missing": [check.key for check in missing]})
    move_case_with(letter, CaseState.SIGNING)
    return letter


@transaction.atomic
def sign(*, letter_id: int, version: int, member: TeamMember) -> Letter:
    """Sign a letter: its words are frozen, its files are made with the signer's name, and it goes out after a wait.

    Raises:
        NotAllowedError: if this person may not sign, or wrote or changed any of the letter's words.
        NotNowError: if something has come in since that a person must deal with first.
        StaleError: if the words are not those they saw.

    """
    letter = _waiting(letter_id, version)
    _require_signer(letter, member)
    if letter.case.has_open_alert:
        raise NotNowError("A reply with a sign of danger has come in since. Deal with the safeguarding alert first.")
    if not letter.is_further:
        check_still_judged(letter.case)
    require_nobody_warned(letter)
    require_still_so(letter)
    draft = _of_today(letter)
    if words := why_no_way(letter):
        raise NotNowError(f"{words} Return the letter to its writer.")
    # The reason was given for what failed then: what fails only since, nobody has looked at.
    accepted = _failed(draft_from_plain(letter.draft)) if letter.missing_reason else set()
    if draft.blanks or not _failed(draft) <= accepted:
        raise NotNowError("The case has changed since this letter was written. Return it to be brought up to date.")
    now = timezone.now()
    letter.draft = draft_to_plain(draft)
    letter.signer, letter.signed_at, letter.comment, letter.trouble = member, now, "", ""
    letter.approved_digest = draft_digest(draft)
    keep_files(letter, draft, member)
    letter.made_with = versions_of(letter, draft)
    letter.message_id = new_message_id(letter)
    if letter.channel == Channel.EMAIL:
        letter.send_at = now + timedelta(seconds=settings.PUTRIGHT_SEND_DELAY_SECONDS)
    digests: dict[str, object] = {"digest": letter.approved_digest, "docx": letter.docx_digest}
    digests |= {"pdf": letter.pdf_digest, "channel": letter.channel, "made_with": letter.made_with}
    digests["message_id"] = letter.message_id
    letter.made_with = letter.made_with | name_of_signer(member)
    move_letter(letter, LetterState.APPROVED, "letter_signed", member, digests)
    move_case_with(letter, CaseState.GOING_OUT)
    return letter


@transaction.atomic
def send_back(*, letter_id: int, version: int, member: TeamMember, comment: str) -> Letter:
    """Return a letter to its writer with what should change.

    Raises:
        IncompleteError: without a comment.

    """
    letter = _waiting(letter_id, version)
    if not member.may_sign:
        raise NotAllowedError("Only a manager may return a letter.")
    check_no_conflict(letter.case, member)
    if not comment.strip():
        raise IncompleteError({"comment": "Say what should change, so that the writer can do it."})
    letter.comment = comment.strip()
    move_letter(letter, LetterState.RETURNED, "letter_returned", member, {})
    move_case_with(letter, CaseState.LETTER)
    return letter


def _say_lack(check: Check) -> str:
    if check.key in NEVER_KEYS:
        return f"Not passed: {check.words}. Put it right, or say why the letter is right."
    return f"Missing: {check.words}. Add it, or say why not."


def _editable(letter_id: int, version: int, member: TeamMember) -> Letter:
    require_decider(member)
    letter = locked_letter(letter_id)
    if letter.state not in EDITABLE:
        raise NotNowError("This letter is no longer a draft. Return or stop it first.")
    check_no_conflict(letter.case, member)
    require_version(letter, version)
    return letter


def _waiting(letter_id: int, version: int) -> Letter:
    letter = locked_letter(letter_id)
    if letter.state != LetterState.TO_SIGN:
        raise NotNowError("This letter is not waiting for a signature.")
    require_version(letter, version)
    return letter


def _failed(draft: Draft) -> set[str]:
    return {check.key for check in failed_musts(draft.checklist)}


def _of_today(letter: Letter) -> Draft:
    """Return the letter's words under today's date, checked against the case as it stands now."""
    draft = replace(draft_from_plain(letter.draft), written_on=timezone.localdate())
    return recheck(draft, case_of_letter(letter))


def _require_signer(letter: Letter, member: TeamMember) -> None:
    if not (member.is_active and member.may_sign):
        raise NotAllowedError("Only a manager may sign letters.")
    if member in writers_of(letter):
        raise NotAllowedError("You wrote or changed this letter, so somebody else must sign it.")
    check_may_sign(letter, member)


def _save_words(letter: Letter, draft: Draft, member: TeamMember) -> Letter:
    changed = draft_digest(draft) != draft_digest(draft_from_plain(letter.draft))
    letter.draft = draft_to_plain(recheck(draft, case_of_letter(letter)))
    letter.version += 1
    letter.save()
    if changed:
        letter.editors.add(member)
        events.record_for_case("letter_changed", letter.case, actor=member, facts={"letter": letter.pk})
    return letter
