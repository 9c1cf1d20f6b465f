"""Word the morning's mail to one member of the team: references, days and counts, and a link to each case."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cases.models import TeamMember
from cases.selectors.beside import UrgentBeside
from cases.selectors.digest import Dated, Morning
from cases.selectors.targets import AtTarget, Urgent
from cases.states import CaseState
from routing.clocks.extensions import say_day
from routing.clocks.states import State
from routing.clocks.words import DUE
from routing.deadlines import What

MOST_LINES = 30
"""So many a section; the queue shows the rest. Dates by other law stand in no queue, so all of them are told."""
LATE = "Late"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestMail:
    """Hold one morning's mail; ``lines`` counts what it names, 0 if there is nothing to tell."""

    subject_line: str
    text: str
    lines: int


@dataclass(frozen=True, slots=True)
class _Line:
    case_id: int
    assignee_id: int | None
    reference: str
    words: str
    path: str = ""
    is_by_law: bool = False


def compose(member: TeamMember, morning: Morning, *, public_url: str) -> DigestMail:
    """Return the mail for one member; what a case that is shut to them holds is not in it, not even as a number.

    Of somebody who wants none it holds danger and what is late; only a manager's is sent then.
    """
    shut = morning.shut.get(member.pk, frozenset())
    now = sum(case_id not in shut for case_id in morning.now)
    own = [(head, _own(member, morning, lines)) for head, lines in _sections(morning)]
    own = own if member.digest_on else [(head, lines) for head, lines in own if head == LATE]
    all_of_it = own + (_managers(member, morning) if member.may_sign else [])
    told = [(head, lines) for head, lines in all_of_it if lines]
    parts = [f"{say_day(morning.today)}"]
    if now:
        verb = "case wants" if now == 1 else "cases want"
        parts.append(f"{now} {verb} you now: {public_url}/?bucket=safety")
    parts += [_section(head, lines, member, morning, public_url) for head, lines in told]
    parts.append(f"Everything that waits: {public_url}/\nThis mail is made by Putright; nobody reads answers to it.")
    number = now + sum(len(lines) for _, lines in told)
    return DigestMail(subject_line=_subject(now, own), text="\n\n".join(parts) + "\n", lines=number)


def _sections(morning: Morning) -> Iterator[tuple[str, list[_Line]]]:
    """Yield what every member is told of the cases they have."""
    heads = {State.LATE: LATE, State.DUE_TODAY: "Due today", State.AMBER: "Due soon"}
    for state, head in heads.items():
        yield head, _at(morning, state)
    known = {one.case_id for one in morning.urgent if one.what == What.ACKNOWLEDGE}
    targets = [one for one in morning.at_targets if one.case_id not in known]
    yield "Acknowledgements that should have left", [_target(one) for one in targets]
    yield "Look again", [_dated(one, "look again on") for one in morning.look_again]
    yield "To do", [_tasks(one) for one in morning.tasks]
    yield "Recommendations overdue", [_dated(one, "was due on") for one in morning.overdue]


def _managers(member: TeamMember, morning: Morning) -> list[tuple[str, list[_Line]]]:
    """Return what a manager is told besides: what nobody has, what is late by law, and what only they can do.

    Whoever has switched their morning's mail off is told of what is late all the same.
    """
    shut = morning.shut.get(member.pk, frozenset())

    def nobody(case_id: int, assignee_id: int | None) -> bool:
        return morning.owner(case_id, assignee_id) is None and case_id not in shut

    by_law = ("Late by other law", _others_late(member, morning))
    unmailed = ("Late, and no mail of a morning goes to whoever has these", _late_unmailed(member, morning))
    if not member.digest_on:
        late = [one for one in morning.urgent if one.standing.state is State.LATE]
        nobodys = [_urgent(one) for one in late if nobody(one.case_id, one.assignee_id)]
        return [("Late, and nobody has these", nobodys), unmailed, by_law]
    ours = [one for one in morning.at_targets if one.target.id == morning.managers_target and one.case_id not in shut]
    to_sign = [one for one in morning.to_sign if one.writer_id != member.pk and one.case_id not in shut]
    nobodys = [_urgent(one) for one in morning.urgent if nobody(one.case_id, one.assignee_id)]
    beside = [one for one in morning.beside if one.standing.state is not State.LATE]
    return [
        ("With nobody", _count_waiting(sum(nobody(*one) for one in morning.waiting))),
        ("Nobody has these", nobodys + [_beside(one) for one in beside if nobody(one.case_id, one.assignee_id)]),
        unmailed,
        by_law,
        ("Nobody can do these", [_tasks(one) for one in morning.tasks if nobody(one.case_id, one.assignee_id)]),
        ("The acknowledgement has not left", [_target(one) for one in ours]),
        ("Letters that wait for a signature", [_dated(one, "since") for one in to_sign]),
        ("Limits on contact to review", [_review(one) for one in morning.reviews if one.case_id not in shut]),
        ("Away, and nobody covers", _uncovered(morning)),
    ]


def _late_unmailed(member: TeamMember, morning: Morning) -> list[_Line]:
    """Return what is late with somebody who switched their mail off, or has no address; by other law all is told."""
    shut = morning.shut.get(member.pk, frozenset())
    late = [one for one in morning.urgent if one.standing.state is State.LATE and one.case_id not in shut]
    theirs = morning.unmailed - {member.pk}
    return [_urgent(one) for one in late if morning.owner(one.case_id, one.assignee_id) in theirs]


def _others_late(member: TeamMember, morning: Morning) -> list[_Line]:
    """Return what is late by other law in the cases of others: each is a breach, whoever has the case."""
    shut = morning.shut.get(member.pk, frozenset())
    late = [one for one in morning.beside if one.standing.state is State.LATE and one.case_id not in shut]
    return [_beside(one) for one in late if morning.owner(one.case_id, one.assignee_id) != member.pk]


def _at(morning: Morning, state: State) -> list[_Line]:
    """Return the dates that stand so, the cases' own and those by other law."""
    own = [_urgent(one) for one in morning.urgent if one.standing.state is state]
    return own + [_beside(one) for one in morning.beside if one.standing.state is state]


def _own(member: TeamMember, morning: Morning, lines: Iterable[_Line]) -> list[_Line]:
    return [line for line in lines if morning.owner(line.case_id, line.assignee_id) == member.pk]


def _uncovered(morning: Morning) -> list[_Line]:
    found = []
    for id_, away in morning.away.items():
        if away.cover is None:
            number = sum(assignee == id_ for _, assignee in morning.waiting)
            cases = "1 case needs action" if number == 1 else f"{number} cases need action"
            words = f"until {say_day(away.until_on)}: {cases}"
            found.append(_Line(0, None, away.member.full_name, words, "/settings/away"))
    return found


def _count_waiting(number: int) -> list[_Line]:
    cases = "1 case" if number == 1 else f"{number} cases"
    return [_Line(0, None, cases, "to act on", "/?with=nobody")] if number else []


def _urgent(one: Urgent) -> _Line:
    what = DUE[What(one.what)] + (f" (matter {one.matter})" if one.matter else "")
    return _Line(one.case_id, one.assignee_id, one.reference, f"{what}: {one.standing.words}")


def _beside(one: UrgentBeside) -> _Line:
    words = f"{one.title}: {one.words}: {one.standing.words}"
    return _Line(one.case_id, one.assignee_id, one.reference, words, f"/cases/{one.case_id}/dates", is_by_law=True)


def _review(one: Dated) -> _Line:
    path = f"/cases/{one.case_id}/judgement"
    return _Line(one.case_id, one.assignee_id, one.reference, f"to review since {say_day(one.on)}", path)


def _target(one: AtTarget) -> _Line:
    waits = "its letter waits for a signature" if one.case_state == CaseState.SIGNING else "no letter is signed"
    words = f"{one.target.words}: {waits}; the limit is {say_day(one.due_on)}"
    return _Line(one.case_id, one.assignee_id, one.reference, words)


def _tasks(one: Dated) -> _Line:
    number = "1 task" if one.number == 1 else f"{one.number} tasks"
    return _Line(one.case_id, one.assignee_id, one.reference, f"{number} due, since {say_day(one.on)}")


def _dated(one: Dated, words: str) -> _Line:
    return _Line(one.case_id, one.assignee_id, one.reference, f"{words} {say_day(one.on)}")


def _section(head: str, lines: Sequence[_Line], member: TeamMember, morning: Morning, public_url: str) -> str:
    by_law = [line for line in lines if line.is_by_law]
    others = [line for line in lines if not line.is_by_law]
    shown = [f"{head} ({len(lines)})"]
    for line in others[:MOST_LINES] + by_law:
        away = morning.away.get(line.assignee_id or 0)
        is_covered = away and away.cover and away.cover.pk == member.pk
        cover = f" (for {away.member.full_name})" if away and is_covered else ""
        path = line.path or f"/cases/{line.case_id}"
        shown.append(f"  {line.reference}{cover}: {line.words}\n    {public_url}{path}")
    if len(others) > MOST_LINES:
        shown.append(f"  and {len(others) - MOST_LINES} more: {public_url}/")
    return "\n".join(shown)


def _subject(now: int, own: Sequence[tuple[str, list[_Line]]]) -> str:
    """Return the subject: counts of what is gravest, and nothing of any case."""
    numbers = {head: len(lines) for head, lines in own}
    words = [f"{now} now"] if now else []
    words += [f"{numbers[head]} {head.lower()}" for head in (LATE, "Due today", "Due soon") if numbers.get(head)]
    return f"Putright: {', '.join(words) or 'this morning'}"
