"""List the cases that wait, in the order of what breaks first, with what the filters need; reads only."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import QuerySet

from cases.clocks import PAUSED
from cases.conflicts import shut_to
from cases.matters import GONE
from cases.models import Case, Decision, Mail, Matter, TeamMember, TextPrint
from cases.selectors.buckets import Bucket, cases_in, cases_needing_action, new_replies
from cases.selectors.waiting import look_again_days
from cases.selectors.which_case import PUT_WITH, campaigns_of
from cases.states import WHICH_CASE_OPEN, CaseState
from classify.labels import COMPLAINTS
from routing.assessment import Sureness

_ASKS = Sureness.NOT_SURE.value


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


def _least_sure(surenesses: set[str]) -> str:
    order = (Sureness.NOT_SURE, Sureness.FAIRLY_SURE, Sureness.SURE)
    return next((value for value in order if value in surenesses), "")
