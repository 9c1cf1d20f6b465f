"""List the cases that wait, in the order of what breaks first, with what the filters need; reads only."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import Q, QuerySet

from cases.clocks import PAUSED
from cases.conflicts import shut_to
from cases.matters import GONE
from cases.models import Alert, Case, Decision, Letter, Mail, Matter, TeamMember, TextPrint
from cases.selectors.buckets import (
    LETTERS_IN_TROUBLE,
    LETTERS_TO_WRITE,
    Bucket,
    cases_in,
    cases_needing_action,
    new_replies,
)
from cases.selectors.waiting import look_again_days
from cases.selectors.which_case import PUT_WITH, campaigns_of
from cases.states import WHICH_CASE_OPEN, AlertState, CaseState, LetterState
from classify.labels import COMPLAINTS
from letters.draft import Channel
from routing.assessment import Sureness

_ASKS = Sureness.NOT_SURE.value
_QUIET = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFlag:
    """Hold one flag of a case; ``decided`` is false while it is only a question to a person."""

    code: str
    note: str = ""
    decided: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueEntry:
    """Hold what orders and filters one case.

    ``routes`` are the matters' values in force, with their reasons; matters still open (not sure, nobody has chosen)
    are not among them but counted in ``to_decide``.
    """

    id: int
    reference: str
    received_at: datetime
    person_name: str
    assignee_id: int | None
    next_due_on: date | None
    has_open_alert: bool
    is_young_person: bool
    is_blind: bool
    kind: str
    routes: tuple[str, ...] = ()
    flags: tuple[QueueFlag, ...] = ()
    sureness: str = ""
    to_decide: int = 0
    attachments: int = 0
    has_reply: bool = False
    asks_which: bool = False
    campaign: int = 0
    alike: int = 0
    is_paused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """Hold one case as a row of the page shows it: the entry, the case and what only a shown row needs."""

    entry: QueueEntry
    case: Case
    decided_by: str = ""
    letter: Letter | None = None
    escalated_at: datetime | None = None
    is_unscreened: bool = False


@dataclass(slots=True)
class _Decided:
    flags: list[QueueFlag] = field(default_factory=list)
    surenesses: set[str] = field(default_factory=set)
    open_matters: set[int] = field(default_factory=set)


def list_entries(bucket: Bucket | None, member: TeamMember | None = None) -> list[QueueEntry]:
    """Return the cases of one bucket, or all that need action, what breaks first at the top.

    With a member, as every list of this module: without the cases that are shut to them.
    """
    cases = cases_in(bucket, member) if bucket else cases_needing_action(member)
    if bucket is not Bucket.WAITING:
        return sorted(entries_of(cases), key=breaks_first)
    again = look_again_days()
    return sorted(entries_of(cases), key=lambda entry: replies_first(entry, again.get(entry.id)))


def list_campaign(campaign_id: int, member: TeamMember | None = None) -> list[QueueEntry]:
    """Return every case of a campaign, wherever it stands, what breaks first at the top."""
    found = TextPrint.objects.filter(campaign=campaign_id, mail__case__isnull=False).exclude(mail__state__in=PUT_WITH)
    cases = Case.objects.filter(pk__in=found.values("mail__case"))
    return sorted(entries_of(cases.exclude(pk__in=shut_to(member)) if member else cases), key=breaks_first)


def breaks_first(entry: QueueEntry) -> tuple[object, ...]:
    """Order by harm, then by deadline: open alerts oldest first, then by due day; young people first, then oldest.

    Most days late, due today and fewest working days left are all the order of the due day; what is paused comes after
    it, and no deadline goes last.
    """
    if entry.has_open_alert:
        return (0, entry.received_at, entry.id)
    return (
        1,
        entry.next_due_on or date.max,
        not entry.is_paused,
        not entry.is_young_person,
        entry.received_at,
        entry.id,
    )


def replies_first(entry: QueueEntry, look_again_on: date | None = None) -> tuple[object, ...]:
    """Order what waits: danger, then replies that have come in, then what breaks or is looked at again first."""
    first = min(filter(None, [entry.next_due_on, look_again_on]), default=None)
    return (not entry.has_open_alert, not entry.has_reply, *breaks_first(replace(entry, next_due_on=first)))


def list_rows(entries: Sequence[QueueEntry]) -> list[QueueRow]:
    """Return what the page shows of these cases, in the same order, in a fixed number of queries."""
    ids = [entry.id for entry in entries]
    cases = {case.pk: case for case in Case.objects.filter(pk__in=ids).select_related("assignee")}
    deciders = {
        row.case_id: row.chosen_by.full_name
        for row in Decision.objects.filter(case__in=ids, key="kind", chosen_by__isnull=False).select_related(
            "chosen_by"
        )
        if row.chosen_by
    }
    letters = _letters(cases)
    escalated: dict[int | None, datetime | None] = {}
    unscreened: set[int | None] = set()
    wanted = Q(state__in=[AlertState.ESCALATED, AlertState.CONFIRMED]) | Q(flag="unscreened", state=AlertState.OPEN)
    alerts = Alert.objects.filter(wanted, case__in=ids).order_by("done_at")
    for case_id, state, done_at in alerts.values_list("case_id", "state", "done_at"):
        if state == AlertState.OPEN:
            unscreened.add(case_id)
        else:
            escalated[case_id] = done_at
    return [
        QueueRow(
            entry=entry,
            case=cases[entry.id],
            decided_by=deciders.get(entry.id, ""),
            letter=letters.get(entry.id),
            escalated_at=escalated.get(entry.id),
            is_unscreened=entry.id in unscreened,
        )
        for entry in entries
        if entry.id in cases
    ]


def entries_of(cases: QuerySet[Case]) -> Iterable[QueueEntry]:
    """Return these cases as the queue holds them, in no order, in a fixed number of queries."""
    rows = list(
        cases.values_list(
            "pk", "reference", "received_at", "person_name", "assignee_id", "next_due_on", "next_due_what",
            "has_open_alert", "is_young_person", "your_view_first", "kind", "state", "which_case",
        )
    )  # fmt: skip
    ids = cases.values("pk")
    decided = _decisions(ids)
    reasons = _routes(ids)
    attached = _attachments(ids)
    campaigns = campaigns_of(ids)
    replied = set(new_replies().filter(case__in=ids).values_list("case_id", flat=True))
    for pk, reference, received_at, name, assignee, due_on, due_what, alert, young, blind, kind, state, which in rows:
        seen = decided.get(pk, _Decided())
        yield QueueEntry(
            id=pk, reference=reference, received_at=received_at, person_name=name, assignee_id=assignee,
            next_due_on=due_on, has_open_alert=alert, is_young_person=young,
            is_blind=blind and state == CaseState.TRIAGE, kind=kind,
            routes=tuple(
                value for number, value in reasons.get(pk, ()) if kind in COMPLAINTS and number not in seen.open_matters
            ),
            flags=tuple(seen.flags), sureness=_least_sure(seen.surenesses), to_decide=len(seen.open_matters),
            attachments=attached.get(pk, 0), has_reply=pk in replied,
            asks_which=which == WHICH_CASE_OPEN, campaign=campaigns.get(pk, (0, 0))[0],
            alike=campaigns.get(pk, (0, 0))[1], is_paused=due_what == PAUSED,
        )  # fmt: skip


def _decisions(ids: QuerySet[Case, Mapping[str, object]]) -> dict[int, _Decided]:
    found: dict[int, _Decided] = defaultdict(_Decided)
    fields = ("case_id", "key", "suggested", "chosen", "sureness", "note")
    for case_id, key, suggested, chosen, sureness, note in (
        Decision.objects.filter(case__in=ids).order_by("pk").values_list(*fields)
    ):
        row = found[case_id]
        name, _, rest = key.partition(":")
        if name == "flag":
            if (chosen or suggested) == "yes" or not (chosen or suggested):
                row.flags.append(QueueFlag(code=rest, note=note, decided=bool(chosen or suggested)))
            continue
        if not chosen and sureness:
            row.surenesses.add(sureness)
            if sureness == _ASKS and name == "matter" and rest.isdecimal():
                row.open_matters.add(int(rest))
    return found


def _routes(ids: QuerySet[Case, Mapping[str, object]]) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = Matter.objects.filter(case__in=ids).exclude(state__in=GONE).order_by("case_id", "number")
    for case_id, number, route, reason in rows.values_list("case_id", "number", "route", "reason"):
        found[case_id].append((number, f"{route}:{reason}" if reason else route))
    return found


def _attachments(ids: QuerySet[Case, Mapping[str, object]]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for case_id, attachments in Mail.objects.filter(case__in=ids).values_list("case_id", "text__attachments"):
        found[case_id] += len(attachments or ())
    return found


def _letters(cases: Mapping[int, Case]) -> dict[int, Letter]:
    """Return each case's letter to show: the one that needs somebody first, else its newest acknowledgement."""
    found: dict[int, Letter] = {}
    rows = Letter.objects.filter(case__in=cases).exclude(state=LetterState.DROPPED)
    for letter in rows.select_related("writer").order_by("pk"):
        is_quiet = letter.is_further and _urgency(letter, cases) == _QUIET
        shown = found.get(letter.case_id)
        if not is_quiet and (shown is None or _urgency(letter, cases) <= _urgency(shown, cases)):
            found[letter.case_id] = letter
    return found


def _urgency(letter: Letter, cases: Mapping[int, Case]) -> int:
    if letter.state in LETTERS_IN_TROUBLE:
        return 0
    if letter.state == LetterState.APPROVED and letter.channel == Channel.POST:
        return 1
    # While the acknowledgement itself is being written or signed, a letter beside it that is not in trouble can wait.
    is_beside = cases[letter.case_id].state in {CaseState.TRIAGE, CaseState.LETTER, CaseState.SIGNING}
    if letter.is_further and not is_beside and letter.state in {LetterState.TO_SIGN, *LETTERS_TO_WRITE}:
        return 2
    return _QUIET


def _least_sure(surenesses: set[str]) -> str:
    order = (Sureness.NOT_SURE, Sureness.FAIRLY_SURE, Sureness.SURE)
    return next((value for value in order if value in surenesses), "")
