"""Raise in a case that runs already what a message that came later asks for: consent, a meeting, an advocate.

What is in force on the case stays as a person decided it; only the task comes in, once for each message, and goes with
the message if that leaves.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils import timezone

from cases.desk import desk_calendar, desk_tasks
from cases.models import Case, Mail, Task
from cases.services.tasks.following import ENDED_BY_PUTRIGHT, REPLIES, end_of, task_case_of
from cases.services.tasks.raising import end_if_untouched, raise_task
from cases.states import TaskState
from classify.labels import BEHAVIOUR_FLAGS, Flag
from classify.reading import Fact, Finding
from config.tasks import DueFrom, TaskKind
from routing.assessment import Assessment, Sureness
from routing.sureness import sureness_of
from routing.task_case import Asked
from routing.tasks import due_on, tasks_for

IN_A_REPLY = "A later message asks for it."
IN_NEW_WORDS = "Words that came in later ask for it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Hold what one message says that tasks may follow from; ``notes`` say who or which for a flag ("mp")."""

    flags: frozenset[Flag] = frozenset()
    notes: Mapping[Flag, str] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()


def heard_in(flags: Iterable[Finding[Flag]], facts: Sequence[Fact]) -> Heard:
    """Return what a reading is sure enough of; a behaviour flag is a question to a person, and asks for nothing."""
    sure = [
        one
        for one in flags
        if one.label not in BEHAVIOUR_FLAGS and sureness_of(one.confidence) is not Sureness.NOT_SURE
    ]
    notes = {one.label: one.note for one in sure if one.note}
    return Heard(flags=frozenset(one.label for one in sure), notes=notes, facts=tuple(facts))


def heard_by(assessment: Assessment) -> Heard:
    """Return what an assessment suggests, without what it only asks a person."""
    sure = [
        one for one in assessment.flags if one.flag not in BEHAVIOUR_FLAGS and one.sureness is not Sureness.NOT_SURE
    ]
    notes = {one.flag: one.note for one in sure if one.note}
    return Heard(flags=frozenset(one.flag for one in sure), notes=notes, facts=assessment.facts)


def heard_of(case: Case) -> Heard:
    """Return what is in force on a case whose message goes to another."""
    there = task_case_of(case)
    return Heard(flags=there.flags, notes=there.notes, facts=there.facts)


def ask_of(mail: Mail, case: Case, heard: Heard, *, because: str = IN_A_REPLY, at_once: bool = False) -> None:
    """Raise in a locked case what a message adds to what the case asks for, each thing once.

    What a person took away from the case is not asked for again, and neither is what was asked before. What the message
    asked for and does no more is ended, if nobody has touched it. What is due in hours is raised only with ``at_once``:
    where messages are joined, ``carrying`` has seen to it. The caller holds the transaction.
    """
    now, kinds = task_case_of(case), desk_tasks()
    denied = {row.key.removeprefix("flag:") for row in case.decisions.filter(key__startswith="flag:", chosen="no")}
    added = frozenset(flag for flag in heard.flags if flag.value not in denied)
    with_it = replace(
        now,
        flags=now.flags | added,
        notes={**{flag: note for flag, note in heard.notes.items() if flag in added}, **now.notes},
        facts=(*now.facts, *heard.facts),
    )
    known, asked = {one.key for one in tasks_for(now)}, tasks_for(with_it)
    for one in asked:
        kind = kinds[one.kind]
        if one.key not in known and (at_once or not kind.at_once) and not _was_asked(case, one, mail):
            _raise(mail, case, one, kind, because)
    _end_others(mail, case, {_key(mail, one) for one in asked})


def forget_mail(mail_id: int, case: Case) -> None:
    """End in a locked case what only a message asked for that has left it, if nobody has touched it."""
    rows = case.tasks.filter(key__startswith=f"{REPLIES}{mail_id}:", state=TaskState.OPEN)
    for key in rows.values_list("key", flat=True):
        end_if_untouched(case, key)


def _raise(mail: Mail, case: Case, asked: Asked, kind: TaskKind, because: str) -> None:
    words = " ".join(filter(None, [because, kind.words, asked.because]))
    # Its time begins when the message came: the case, or its stage, may be older than what is asked for now.
    anchor = timezone.localdate() if kind.anchor is DueFrom.RAISED else timezone.localdate(mail.received_at)
    before = Task.objects.filter(case=case, key=_key(mail, asked)).values_list("due_at", flat=True).first()
    due_at = before or end_of(due_on(kind, anchor, desk_calendar()))
    raise_task(
        case, asked.kind, key=_key(mail, asked), words=words, matter=asked.matter, due_at=due_at, source=kind.source
    )


def _was_asked(case: Case, asked: Asked, mail: Mail) -> bool:
    """Say whether the same was asked of a case before; what Putright itself ended again was not."""
    rows = case.tasks.filter(kind=asked.kind, matter=asked.matter).exclude(key=_key(mail, asked))
    return rows.exclude(ENDED_BY_PUTRIGHT).exists()


def _end_others(mail: Mail, case: Case, keys: set[str]) -> None:
    rows = case.tasks.filter(key__startswith=f"{REPLIES}{mail.pk}:", state=TaskState.OPEN).exclude(key__in=keys)
    at_once = {kind.kind for kind in desk_tasks().values() if kind.at_once}
    for key in rows.exclude(kind__in=at_once).values_list("key", flat=True):
        end_if_untouched(case, key)


def _key(mail: Mail, asked: Asked) -> str:
    return f"{REPLIES}{mail.pk}:{asked.kind}" + (f":{asked.matter}" if asked.matter else "")
