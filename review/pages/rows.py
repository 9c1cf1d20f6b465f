"""Say one case of the queue in words: when it is due, what and who it is about, its route and its flags."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from cases.clocks import PAUSED
from cases.models import Letter, TeamMember
from cases.selectors.buckets import is_late
from cases.selectors.cover import Away
from cases.selectors.queue import QueueEntry
from cases.selectors.queue_rows import QueueRow
from cases.states import CaseState, LetterState
from classify.labels import COMPLAINTS
from letters.draft import Channel
from review.labels import CHANNELS, DUE, FLAGS, KINDS, STAGES, SURENESS, FlagLabel, SurenessLabel, say_route
from review.words import Due, IsWorkingDay, join_words, last_soon_day, local_day, say_ago, say_day, say_due, say_time

TONE_ICONS = {"now": "warning", "late": "warning", "today": "clock", "soon": "clock", "ok": "calendar"}
TONE_ORDER = ("risk", "person", "content", "behaviour")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Hold what every row needs of the world: the moment, the day, the calendar and who is looking.

    ``away`` is who is away today, and ``shut`` which cases somebody may not handle, both by the member's id.
    """

    now: datetime
    is_working_day: IsWorkingDay
    member: TeamMember
    away: Mapping[int, Away] = field(default_factory=dict)
    shut: Mapping[int, frozenset[int]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """Return the day in London."""
        return local_day(self.now)

    @property
    def soon_until(self) -> date:
        """Return the last day that counts as soon."""
        return last_soon_day(self.today, self.is_working_day)

    def has(self, entry: QueueEntry) -> bool:
        """Say whether whoever is looking has a case: it is their own, or they cover for whoever it is with."""
        cover = self.cover_of(entry)
        return entry.assignee_id == self.member.pk or (cover is not None and cover.pk == self.member.pk)

    def nobody_has(self, entry: QueueEntry) -> bool:
        """Say whether a case is with nobody who is here: it was given to nobody, or they are away without a cover."""
        return entry.assignee_id is None or (entry.assignee_id in self.away and self.cover_of(entry) is None)

    def cover_of(self, entry: QueueEntry) -> TeamMember | None:
        """Return who has a case while whoever it is with is away; None if they may not handle it."""
        away = self.away.get(entry.assignee_id or 0)
        cover = away.cover if away else None
        return cover if cover and entry.id not in self.shut.get(cover.pk, frozenset()) else None


FURTHER: Mapping[str, str] = {
    LetterState.DRAFT: "a letter to finish",
    LetterState.RETURNED: "a letter given back to change",
    LetterState.TO_SIGN: "letter to sign",
}
"""What a letter beside the acknowledgement waits for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagTag:
    """Hold one flag under a gist."""

    words: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """Hold one row of the queue in words."""

    id: int
    reference: str
    gist: str
    about: str
    due: Due
    icon: str
    due_sub: str
    who: str
    who_sub: str
    route: str
    route_sub: str
    sure: SurenessLabel
    flags: tuple[FlagTag, ...]
    attachments: int
    assignee: str
    is_mine: bool
    away: str = ""


def lay_out_row(row: QueueRow, desk: Desk) -> RowView:
    """Return one case in words."""
    case, entry = row.case, row.entry
    due, sub = _due(row, desk)
    route, route_sub, sure = _route(row)
    return RowView(
        id=case.pk,
        reference=case.reference,
        gist=case.gist or "No words of its own",
        about=_about(row, desk),
        due=due,
        icon=TONE_ICONS[due.tone],
        due_sub=sub,
        who=case.person_name or "Name not given",
        who_sub=case.relation,
        route=route,
        route_sub=route_sub,
        sure=sure,
        flags=_flags(row),
        attachments=entry.attachments,
        assignee=case.assignee.full_name if case.assignee else "",
        is_mine=desk.has(entry),
        away=_say_away(entry, desk),
    )


def _due(row: QueueRow, desk: Desk) -> tuple[Due, str]:
    case = row.case
    if row.entry.has_open_alert:
        return Due(words="Act now", tone="now"), f"arrived {say_ago(case.received_at, desk.now)}"
    if row.letter and (now := _letter_now(row.letter)):
        return now
    what = "letter to sign" if case.state == CaseState.SIGNING else _what(case.next_due_what)
    if row.letter and row.letter.is_further:
        what = FURTHER.get(row.letter.state, what)
    if case.next_due_what == PAUSED:
        return Due(words="Paused", tone="ok"), "its clock stands still, nothing is late"
    if case.next_due_on is None:
        return Due(words="No deadline", tone="ok"), what
    due = say_due(case.next_due_on, desk.today, desk.is_working_day)
    by = say_day(case.next_due_on, desk.today)
    extra = {"late": f"was due {by}", "today": ""}.get(due.tone, f"by {by}")
    return due, ", ".join(filter(None, [what, extra]))


def _letter_now(letter: Letter) -> tuple[Due, str] | None:
    """Say what a letter needs now that no date says, None if it needs nothing so."""
    if letter.state == LetterState.HELD:
        return Due(words="Look now", tone="today"), "the letter is held"
    if letter.state in {LetterState.UNCERTAIN, LetterState.REFUSED}:
        return Due(words="Look now", tone="today"), "the letter may not have left"
    if is_late(letter):
        return Due(words="Look now", tone="today"), "the letter could not be sent yet"
    if letter.state == LetterState.APPROVED and letter.channel == Channel.POST:
        return Due(words="Post it", tone="today"), "a letter to print and post"
    return None


def _say_away(entry: QueueEntry, desk: Desk) -> str:
    """Say that whoever has a case is away, and who covers; to the cover, for whom they have it."""
    away = desk.away.get(entry.assignee_id or 0)
    if away is None:
        return ""
    until = f"away until {say_day(away.until_on, desk.today)}"
    if away.member.pk != desk.member.pk and desk.has(entry):
        return f"for {away.member.full_name}, {until}"
    cover = desk.cover_of(entry)
    return f"{until}, {cover.full_name if cover else 'nobody'} covers"


def _what(code: str) -> str:
    return DUE[code].brief if code in DUE else ""


def _about(row: QueueRow, desk: Desk) -> str:
    case = row.case
    if case.state == CaseState.SIGNING and row.letter and row.letter.writer:
        return f"{case.reference}, letter written by {row.letter.writer.full_name}"
    subject = f"“{case.subject}”" if case.subject else "no subject"
    day = say_day(local_day(case.received_at), desk.today)
    return f"{case.reference}, {subject}, {CHANNELS.get(case.channel, case.channel)}, {day}"


def _route(row: QueueRow) -> tuple[str, str, SurenessLabel]:
    case, entry = row.case, row.entry
    if entry.is_blind:
        return "Hidden until you decide", "", SurenessLabel(words="Your view first", tone="hidden", icon="hidden")
    kind = KINDS[case.kind].brief if case.kind in KINDS else "To decide"
    if case.kind in COMPLAINTS and case.stage in STAGES:
        stage = STAGES[case.stage].words
        kind = f"{kind}, {stage if case.stage == 'ombudsman' else stage.lower()}"
    if row.decided_by:
        sure = SurenessLabel(words=f"{row.decided_by} decided", tone="person", icon="person")
    else:
        sure = SURENESS.get(entry.sureness, SurenessLabel(words="To decide", tone="unsure", icon="question"))
    return kind, _matters(entry), sure


def _matters(entry: QueueEntry) -> str:
    if entry.kind not in COMPLAINTS:
        return "Not a complaint"
    said = list(dict.fromkeys(say_route(value) for value in entry.routes))
    said = [
        words if n == 0 or words.startswith("English") else words[0].lower() + words[1:] for n, words in enumerate(said)
    ]
    if entry.to_decide:
        said.append(f"{entry.to_decide} to decide")
    return join_words(said) or "No matters yet"


def _flags(row: QueueRow) -> tuple[FlagTag, ...]:
    entry = row.entry
    asked = (FlagTag(words="Which case?", tone="person", icon="question"),) if entry.asks_which else ()
    alike = (FlagTag(words=f"One of {entry.alike} alike", tone="content", icon="people"),) if entry.campaign else ()
    # Not a suggestion: what no machine could read is said whatever else is hidden.
    unread = (FlagTag(words="Not all screened", tone="risk", icon="warning"),) if row.is_unscreened else ()
    return (*unread, *asked, *alike, *_flags_of_content(row))


def _flags_of_content(row: QueueRow) -> tuple[FlagTag, ...]:
    if row.entry.is_blind:
        return ()
    known = [(flag, FLAGS[flag.code]) for flag in row.entry.flags if flag.code in FLAGS]
    known.sort(key=lambda pair: TONE_ORDER.index(pair[1].tone))
    tags = [make_tag(label, flag.note) for flag, label in known]
    if row.escalated_at and not row.entry.has_open_alert:
        tags.append(FlagTag(words=f"Escalated {say_time(row.escalated_at)}", tone="done", icon="tick"))
    return tuple(tags)


def make_tag(label: FlagLabel, note: str = "") -> FlagTag:
    """Return a flag as a tag, with who or which in a word."""
    return FlagTag(
        words=f"{label.words}: {note.replace('_', ' ')}" if note else label.words, tone=label.tone, icon=label.icon
    )
