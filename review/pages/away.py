"""Lay out who is away and who covers, and say it in a few words where their cases are listed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cases.models import Absence, TeamMember
from cases.selectors.cover import Away
from review.pages.fields import Filled, FormField
from review.pages.rows import Desk
from review.words import say_day

CHOOSE = ("", "Choose")
NOBODY = ("nobody", "Nobody: their cases stand on the managers’ list")  # noqa: RUF001 - a proper apostrophe
Values = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceRow:
    """Hold one absence; ``warning`` is said where nobody covers in fact."""

    id: int
    who: str
    days: str
    cover: str
    warning: str
    is_now: bool
    may_change: bool
    field: FormField


@dataclass(frozen=True, slots=True, kw_only=True)
class MorningView:
    """Hold whether somebody's own morning mail is on, what that means for them, and the button that turns it round."""

    is_on: bool
    words: tuple[str, ...]
    button: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AwayPage:
    """Hold the page: the form to say that somebody is away, and all that are or will be."""

    rows: tuple[AbsenceRow, ...]
    covering: tuple[str, ...]
    morning: MorningView
    member: FormField | None
    from_on: FormField
    until_on: FormField
    cover: FormField


def lay_out_away(
    absences: Sequence[Absence],
    people: Sequence[TeamMember],
    away: Mapping[int, Away],
    desk: Desk,
    *,
    typed: Values | None = None,
    errors: Mapping[str, str] | None = None,
) -> AwayPage:
    """Return the page; with what was typed, if it could not be saved."""
    me, filled = desk.member, Filled(typed, errors or {})
    names = [(str(one.pk), one.full_name) for one in people]
    others = [CHOOSE, NOBODY, *((value, name) for value, name in names if value != str(me.pk) or me.may_sign)]
    first = str(me.pk)
    covering = [one for one in away.values() if one.cover and one.cover.pk == me.pk]
    today = f"For example, {desk.today.day} {desk.today.month} {desk.today.year}."
    return AwayPage(
        rows=tuple(_row(one, people, away, desk, errors or {}) for one in absences),
        covering=tuple(f"{one.member.full_name}, {say_until(one.until_on, desk.today)}" for one in covering),
        morning=_morning(me),
        member=filled.select("member", "Who is away", names, first=first) if me.may_sign else None,
        from_on=filled.day("from", "First day away", hint=today),
        until_on=filled.day("until", "Last day away", hint="They are back on the day after."),
        cover=filled.select("cover", "Who covers", others, hint="They see these cases among their own meanwhile."),
    )


def say_until(until_on: date, today: date) -> str:
    """Say until when somebody is away: "away until 12 March"."""
    return f"away until {say_day(until_on, today)}"


def warn_of_giving(desk: Desk, to: TeamMember) -> str:
    """Say to whoever gives cases to somebody that they are away; "" if they are here."""
    one = desk.away.get(to.pk)
    if one is None:
        return ""
    until = f"{one.member.full_name} is {say_until(one.until_on, desk.today)}."
    cover = f"{one.cover.full_name} covers and sees them meanwhile." if one.cover else "Nobody covers for them."
    return f"{until} {cover}"


def warn_of_covering(absences: Sequence[Absence], member: TeamMember, today: date) -> str:
    """Say for whom somebody was to cover on the days on which they are away themselves; "" if for nobody."""
    names = [f"{one.member.full_name} ({say_until(one.until_on, today)})" for one in absences if one.cover == member]
    if not names:
        return ""
    return f"{member.full_name} was to cover for {', '.join(names)}. Whoever covers now has those cases too, once."


def _morning(me: TeamMember) -> MorningView:
    said = ["On working days, a mail in the morning says what of yours is late, due or to be looked at again."]
    said += [] if me.email else ["No address of yours is known, so none reaches you: ask your administrator."]
    if me.may_sign:
        said.append("You are a manager: danger, and dates that are late, are mailed to you whether it is on or off.")
    else:
        said.append("Switched off, nothing is mailed to you. The queue shows the same, and danger first.")
    button = "Switch my morning mail off" if me.digest_on else "Switch my morning mail on"
    return MorningView(is_on=me.digest_on, words=tuple(said), button=button)


def _row(
    one: Absence, people: Sequence[TeamMember], away: Mapping[int, Away], desk: Desk, errors: Mapping[str, str]
) -> AbsenceRow:
    is_now = one.from_on <= desk.today <= one.until_on
    in_fact = away.get(one.member_id) if is_now else None
    name = f"cover-{one.pk}"
    names = [NOBODY, *((str(each.pk), each.full_name) for each in people if each.pk != one.member_id)]
    field = Filled(None, errors).select(name, "Who covers", names, first=str(one.cover_id or NOBODY[0]))
    days = say_day(one.from_on, desk.today)
    if one.until_on != one.from_on:
        days = f"{days} to {say_day(one.until_on, desk.today)}"
    return AbsenceRow(
        id=one.pk,
        who=one.member.full_name,
        days=days,
        cover=one.cover.full_name if one.cover else "Nobody",
        warning=_warning(one, in_fact, is_now=is_now),
        is_now=is_now,
        may_change=desk.member.may_sign or one.member_id == desk.member.pk,
        field=field,
    )


def _warning(one: Absence, in_fact: Away | None, *, is_now: bool) -> str:
    if one.cover is None or (is_now and in_fact and in_fact.cover is None):
        away_too = "is away too, or has left: " if one.cover else ""
        return f"{away_too}the cases stand on the managers’ list".capitalize()  # noqa: RUF001
    if in_fact and in_fact.cover and in_fact.cover.pk != one.cover_id:
        return f"Is away too: {in_fact.cover.full_name} covers meanwhile"
    return ""
