"""Raise in a case that runs already what a message that came later asks for: consent, a meeting, an advocate.

What is in force on the case stays as a person decided it; only the task comes in, once for each message, and goes with
the message if that leaves, unless the case or another message in it asks for the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils import timezone

from cases.desk import desk_calendar, desk_tasks
from cases.models import Case, Mail, Task
from cases.services.tasks.asked_too import note_asked_too, who_also_ask
from cases.services.tasks.following import ENDED_BY_PUTRIGHT, REPLIES, end_of, follow_case, task_case_of
from cases.services.tasks.raising import ENDS, end_if_untouched, raise_task
from cases.services.tasks.said_before import was_said_before
from cases.states import TaskState
from classify.labels import BEHAVIOUR_FLAGS, Flag, Kind
from classify.reading import Evidence, Fact, Finding
from config.tasks import DueFrom
from routing.assessment import Assessment, Sureness
from routing.sureness import sureness_of
from routing.task_case import Asked, TaskCase
from routing.tasks import due_on, tasks_for

IN_A_REPLY = "A later message asks for it."
IN_NEW_WORDS = "Words that came in later ask for it."
EACH_TIME = {"freezing": Flag.URGENT_DECISION, "breach": Flag.DATA_PROTECTION}
"""What each message may ask for anew, and by which flag: another change, another loss. All else is asked once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Hold what one message says that tasks may follow from; ``notes`` say who or which for a flag ("mp").

    ``evidence`` are the words a flag was found in; ``settled`` are the kinds of task that a person has ended already in
    the case it comes from.
    """

    flags: frozenset[Flag] = frozenset()
    notes: Mapping[Flag, str] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    evidence: Mapping[Flag, tuple[Evidence, ...]] = field(default_factory=dict)
    settled: frozenset[str] = frozenset()


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
    evidence = {one.flag: one.evidence for one in sure}
    return Heard(flags=frozenset(evidence), notes=notes, facts=assessment.facts, evidence=evidence)


def heard_of(case: Case) -> Heard:
    """Return what is in force on a case whose message goes to another."""
    there = task_case_of(case)
    ended = case.tasks.filter(state__in=ENDS, ended_by__isnull=False).values_list("kind", flat=True)
    return Heard(flags=there.flags, notes=there.notes, facts=there.facts, settled=frozenset(ended))


def ask_of(mail: Mail, case: Case, heard: Heard, *, because: str = IN_A_REPLY, at_once: bool = False) -> None:
    """Raise in a locked case what a message adds to what the case asks for, each thing once.

    What a person took away from the case is not asked for again, and neither is what was asked before, or what a person
    has ended where the message comes from. What the message asked for and does no more is ended, if nobody has touched
    it. What is due in hours is raised only with ``at_once``: where messages are joined, ``carrying`` has seen to it.
    The caller holds the transaction.
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
        waits_for_none = kinds[one.kind].at_once and (not at_once or one.kind in EACH_TIME)
        if one.key not in known and one.kind not in heard.settled and not waits_for_none:
            ask_one(mail, case, one, because=because)
    if at_once:
        _ask_each_time(mail, case, heard, because)
    _end_others(mail, case, {_key(mail, one) for one in asked})


def ask_one(mail: Mail, case: Case, asked: Asked, *, because: str = IN_A_REPLY) -> None:
    """Raise in a locked case one thing that a message asks for, or write down that it asks for what is raised there."""
    due_at = _due_of(mail, case, asked)
    if _was_asked(case, asked, _key(mail, asked), due_at):
        note_asked_too(mail.pk, case, asked.kind, asked.matter)
        return
    kind = desk_tasks()[asked.kind]
    words = " ".join(filter(None, [because, kind.words, asked.because]))
    _raise(mail, case, asked, words, due_at)


def forget_mail(mail_id: int, case: Case) -> None:
    """End in a locked case what only a message asked for that has left it, if nobody has touched it.

    What is in force on the case is asked for by the case from now on, and what another message asks for by that.
    """
    rows = case.tasks.filter(key__startswith=f"{REPLIES}{mail_id}:", state=TaskState.OPEN)
    ended = [end_if_untouched(case, key) for key in list(rows.values_list("key", flat=True))]
    follow_case(case)
    for task in filter(None, ended):
        hand_on(task, case, words=task.words)


def hand_on(task: Task, case: Case, *, words: str) -> None:
    """Raise an ended task of a locked case anew for each other message that asks for the same and no task does."""
    asked = Asked(kind=task.kind, matter=task.matter)
    for mail in who_also_ask(case, task.kind, task.matter):
        due_at = _due_of(mail, case, asked)
        if not _was_asked(case, asked, _key(mail, asked), due_at):
            _raise(mail, case, asked, words, due_at)


def _ask_each_time(mail: Mail, case: Case, heard: Heard, because: str) -> None:
    """Ask for what each message may ask for anew, if these words of it do so for the first time."""
    for one in tasks_for(TaskCase(kind=Kind(case.kind), flags=heard.flags)):
        flag = EACH_TIME.get(one.kind)
        if flag and not was_said_before(mail, case, flag, one.kind, heard.evidence.get(flag, ())):
            ask_one(mail, case, one, because=because)


def _due_of(mail: Mail, case: Case, asked: Asked) -> datetime:
    kind = desk_tasks()[asked.kind]
    # Its time begins when the message came: the case, or its stage, may be older than what is asked for now.
    anchor = timezone.localdate() if kind.anchor is DueFrom.RAISED else timezone.localdate(mail.received_at)
    before = Task.objects.filter(case=case, key=_key(mail, asked)).values_list("due_at", flat=True).first()
    return before or end_of(due_on(kind, anchor, desk_calendar()))


def _raise(mail: Mail, case: Case, asked: Asked, words: str, due_at: datetime) -> None:
    source = desk_tasks()[asked.kind].source
    raise_task(case, asked.kind, key=_key(mail, asked), words=words, matter=asked.matter, due_at=due_at, source=source)


def _was_asked(case: Case, asked: Asked, key: str, due_at: datetime) -> bool:
    """Say whether the same was asked of a case before; what Putright itself ended again was not.

    Of what each message may ask for anew, only one that is still to be done, and no later, stands for another.
    """
    rows = case.tasks.filter(kind=asked.kind, matter=asked.matter).exclude(key=key).exclude(ENDED_BY_PUTRIGHT)
    if asked.kind in EACH_TIME:
        rows = rows.filter(state=TaskState.OPEN, due_at__lte=due_at)
    return rows.exists()


def _end_others(mail: Mail, case: Case, keys: set[str]) -> None:
    rows = case.tasks.filter(key__startswith=f"{REPLIES}{mail.pk}:", state=TaskState.OPEN).exclude(key__in=keys)
    at_once = {kind.kind for kind in desk_tasks().values() if kind.at_once}
    for key in rows.exclude(kind__in=at_once).values_list("key", flat=True):
        end_if_untouched(case, key)


def _key(mail: Mail, asked: Asked) -> str:
    return f"{REPLIES}{mail.pk}:{asked.kind}" + (f":{asked.matter}" if asked.matter else "")
