"""Gather all that the pages of one letter show, and which letters wait for whom; reads only."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from cases.conflicts import shut_to, writers_of
from cases.letter_case import case_of_letter
from cases.matters import letter_matters
from cases.models import Case, DeadlineRow, Decision, Event, Letter, Mail, Matter, TeamMember
from cases.records.case import BY_DAY
from cases.states import LetterState, MailState
from letters.check import recheck
from letters.draft import Channel, Draft
from letters.plain import draft_from_plain

MOST_EVENTS = 40
STILL_CHECKED = frozenset({LetterState.DRAFT, LetterState.RETURNED, LetterState.TO_SIGN})
"""In these states the words are checked against the case as it is now; later they are what was signed."""

UNDER_WAY = (LetterState.APPROVED, LetterState.SENDING)
PUT_WITH = (MailState.JOINED, MailState.DUPLICATE, MailState.AUTOMATIC)
"""Mails that a case was not opened for."""
NEEDS_LOOK = (LetterState.UNCERTAIN, LetterState.REFUSED, LetterState.HELD)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFile:
    """Hold one letter with its case. ``draft`` is what it says now, ``drafted`` what Putright composed.

    ``editors`` changed its words by hand; none of its ``writers`` may sign it. ``decisions`` are by key; ``events`` are
    those of the letter and of the decisions before it, newest first.
    """

    letter: Letter
    case: Case
    draft: Draft
    drafted: Draft
    editors: frozenset[int]
    writers: frozenset[int]
    matters: tuple[Matter, ...]
    decisions: dict[str, Decision]
    deadlines: tuple[DeadlineRow, ...]
    mail: Mail | None
    events: tuple[Event, ...]
    names: dict[int, str]
    is_latest: bool

    @property
    def last_change(self) -> Event | None:
        """Return when the words were changed last and by whom, None if they are as drafted."""
        return next((event for event in self.events if event.verb == "letter_changed"), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Hold where a letter stands among those to sign, and its neighbours' ids."""

    number: int
    total: int
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """Count the letters between a signature and their end, and say when the oldest should have left."""

    to_sign: int
    under_way: int
    in_trouble: int
    need_look: int
    oldest_due_at: datetime | None


def open_letter(letter_id: int) -> LetterFile | None:
    """Return one letter with all that its pages show, None if there is none."""
    rows = Letter.objects.select_related("case", "writer", "signer", "case__assignee")
    letter = rows.filter(pk=letter_id).first()
    if letter is None:
        return None
    case = letter.case
    draft = draft_from_plain(letter.draft)
    if letter.state in STILL_CHECKED:
        draft = recheck(draft, case_of_letter(letter))
    events = case.events.select_related("actor").exclude(verb="case_read").order_by("-pk")[:MOST_EVENTS]
    return LetterFile(
        letter=letter,
        case=case,
        draft=draft,
        drafted=draft_from_plain(letter.drafted),
        editors=frozenset(letter.editors.values_list("pk", flat=True)),
        writers=frozenset(member.pk for member in writers_of(letter)),
        matters=tuple(letter_matters(case)),
        decisions={row.key: row for row in case.decisions.select_related("chosen_by")},
        deadlines=tuple(case.deadlines.order_by(*BY_DAY)),
        mail=case.mails.exclude(state__in=PUT_WITH).order_by("received_at", "pk").first(),
        events=tuple(event for event in events if event.facts.get("letter") in {None, letter.pk}),
        names={member.pk: member.full_name for member in TeamMember.objects.all()},
        is_latest=not case.letters.filter(pk__gt=letter.pk, is_further=letter.is_further).exists(),
    )


def letters_to_sign(member: TeamMember | None = None) -> list[int]:
    """Return the ids of the letters waiting for a signature, the nearest deadline first.

    With a member, none of a case that is shut to them.
    """
    rows = Letter.objects.filter(state=LetterState.TO_SIGN)
    rows = rows.exclude(case__in=shut_to(member)) if member else rows
    ordered = rows.order_by(F("case__next_due_on").asc(nulls_last=True), "asked_at", "pk")
    return list(ordered.values_list("pk", flat=True))


def find_turn(letter_id: int, member: TeamMember | None = None) -> Turn | None:
    """Return where a letter stands among those to sign, None if it waits for no signature."""
    ids = letters_to_sign(member)
    if letter_id not in ids:
        return None
    at = ids.index(letter_id)
    return Turn(
        number=at + 1,
        total=len(ids),
        before=ids[at - 1] if at else None,
        after=ids[at + 1] if at + 1 < len(ids) else None,
    )


def count_outgoing() -> Outgoing:
    """Count the letters that wait for a signature, are on their way, or need a person."""
    letters = Letter.objects.all()
    under_way = letters.filter(state__in=UNDER_WAY).exclude(channel=Channel.POST)
    return Outgoing(
        to_sign=letters.filter(state=LetterState.TO_SIGN).count(),
        under_way=under_way.count(),
        in_trouble=under_way.exclude(trouble="").count(),
        need_look=letters.filter(state__in=NEEDS_LOOK).count(),
        oldest_due_at=under_way.order_by("send_at").values_list("send_at", flat=True).first(),
    )
