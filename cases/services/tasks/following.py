"""Keep a case's tasks in step with what is in force: raise what it asks for, end what it no longer asks for.

Until a person has decided, only what cannot wait is raised (``at_once`` in ``config/tasks.toml``).
"""

from datetime import date, datetime, time

from django.db.models import Q
from django.utils import timezone

from cases.desk import desk_calendar, desk_tasks
from cases.models import Case, Joining, Outcome, Task, TeamMember
from cases.plain import evidence_from, message_of
from cases.services.tasks.raising import end_if_untouched, raise_task
from cases.stage_runs import look_at_run
from cases.states import MailState, TaskState
from classify.labels import Flag, Kind, Route
from classify.reading import Fact, FactField
from config.tasks import DueFrom, TaskKind
from routing.task_case import Asked, MatterNow, TaskCase
from routing.tasks import due_on, tasks_for

ASKED = "asked:"
"""How the keys of tasks begin that follow from what is in force."""
REPLIES = "reply:"
"""How the keys of tasks begin that a later message asked for; its id follows, and the kind."""
ENDED_BY_PUTRIGHT = Q(state=TaskState.NOT_NEEDED, ended_by=None)
FROM_WORDS = frozenset({"originals"})
"""What is asked for by the words of the messages alone, and so again in whatever case these are put with."""
NOT_READ = (MailState.AUTOMATIC, MailState.DUPLICATE)
END_OF_DAY = time(23, 59)


def follow_case(case: Case) -> None:
    """Raise what a locked case asks for, and end what it no longer asks for and nobody has touched.

    The caller holds the transaction.
    """
    kinds, asked, replied = desk_tasks(), _asked(case), _replied(case)
    for one in asked:
        kind = kinds[one.kind]
        if (one.kind, one.matter) in replied and not kind.at_once:
            continue
        words = " ".join(filter(None, [kind.words, one.because]))
        if one.kind in FROM_WORDS and _was_ended_before(case, one, words):
            continue
        raise_task(
            case,
            one.kind,
            key=one.key,
            words=words,
            matter=one.matter,
            due_at=due_of(case, kind, key=one.key),
            source=kind.source,
        )
    keys = {one.key for one in asked}
    left = Task.objects.filter(case=case, key__startswith=ASKED, state=TaskState.OPEN).exclude(key__in=keys)
    for key in left.values_list("key", flat=True):
        end_if_untouched(case, key)


def due_of(case: Case, kind: TaskKind, *, key: str = "") -> datetime:
    """Return by when a task of this kind is due in a case; one that was raised before keeps its own day."""
    return end_of(due_on(kind, _anchor(case, kind, key), desk_calendar()))


def end_of(day: date) -> datetime:
    """Return the last moment of a day, by which what is due on it is to be done."""
    return datetime.combine(day, END_OF_DAY, tzinfo=timezone.get_default_timezone())


def task_case_of(case: Case) -> TaskCase:
    """Return all that tasks follow from, of a case as it stands."""
    rows = {row.key: row for row in case.decisions.all()}
    flags = {Flag(key.removeprefix("flag:")): row for key, row in rows.items() if key.startswith("flag:")}
    matters = tuple(
        MatterNow(number=m.number, route=Route(m.route), reason=m.reason, responder=m.responder)
        for m in case.matters.order_by("number")
    )
    run, is_statutory = look_at_run(case), any(matter.route is Route.STATUTORY for matter in matters)
    return TaskCase(
        kind=Kind(case.kind),
        stage=case.stage,
        flags=frozenset(flag for flag, row in flags.items() if row.value == "yes"),
        notes={flag: row.note for flag, row in flags.items() if row.note},
        matters=matters,
        facts=tuple(
            Fact(field=FactField(f["field"]), value=f["value"], evidence=evidence_from(f["evidence"])[0])
            for f in case.facts
        ),
        words=own_words_of(case),
        is_statement_open=is_statutory and not (run.statement_agreed_on or run.reply_sent_on or _is_agreed(case)),
        is_spoken=run.is_spoken,
        earlier=_earlier(case),
    )


def own_words_of(case: Case) -> tuple[str, ...]:
    """Return the writer's own words of each message of a case, with those of its attachments, oldest first."""
    mails = case.mails.exclude(state__in=NOT_READ).exclude(text=None).order_by("received_at", "pk")
    messages = [message_of(mail) for mail in mails]
    return tuple(
        "\n".join([message.own_words, *(attachment.text for attachment in message.attachments if attachment.text)])
        for message in messages
    )


def _asked(case: Case) -> tuple[Asked, ...]:
    if case.joined_to_id:
        return ()
    asked = tasks_for(task_case_of(case))
    return asked if case.decided_at else tuple(one for one in asked if desk_tasks()[one.kind].at_once)


def _replied(case: Case) -> set[tuple[str, int]]:
    """Return what a later message has asked for already: what is in force now asks for it no second time."""
    rows = Task.objects.filter(case=case, key__startswith=REPLIES).exclude(ENDED_BY_PUTRIGHT)
    return set(rows.values_list("kind", "matter"))


def _was_ended_before(case: Case, asked: Asked, words: str) -> bool:
    """Say whether a person ended the same in a case whose messages were put with this one."""
    gave = Joining.objects.filter(case=case, came_with__isnull=False).values("came_with")
    rows = Task.objects.filter(case__in=gave, kind=asked.kind, words=words[:300], ended_by__isnull=False)
    return rows.exclude(state=TaskState.OPEN).exists()


def _anchor(case: Case, kind: TaskKind, key: str) -> date:
    if kind.anchor is DueFrom.RECEIPT:
        return timezone.localdate(case.received_at)
    if kind.anchor is DueFrom.STAGE:
        return look_at_run(case).requested_on or timezone.localdate(case.received_at)
    before = Task.objects.filter(case=case, key=key).values_list("raised_at", flat=True).first() if key else None
    return timezone.localdate(before) if before else timezone.localdate()


def _is_agreed(case: Case) -> bool:
    return Task.objects.filter(case=case, kind="statement", state=TaskState.DONE).exists()


def _earlier(case: Case) -> tuple[str, ...]:
    """Return who decided an earlier stage of a case that has come to a later one."""
    if not case.stage.isdigit():
        return ()
    stages = [str(number) for number in range(1, int(case.stage))]
    members = TeamMember.objects.filter(
        pk__in=Outcome.objects.filter(matter__case=case, stage__in=stages).values("decided_by")
    )
    return tuple(member.full_name for member in members)
