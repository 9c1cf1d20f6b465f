"""Ten thousand random receipts counted twice: by the product, and by an oracle that shares no code with it."""

import ast
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from config.clocks import load_clocks
from config.council import ReceiptConvention
from config.packs import load_calendar, load_procedures
from config.procedure import Anchor, Family
from routing.clock import CaseClock
from routing.clocks.anchors import acknowledgement_limit
from routing.clocks.neighbours import Events, neighbour_dates
from routing.clocks.pauses import Pause
from routing.deadlines import What, deadlines_for
from tests.routing import oracle

RECEIPTS = 10_000
BATCHES = 10
FIRST, LAST = datetime(2024, 1, 1), datetime(2028, 12, 31, 23, 59)  # noqa: DTZ001 - UTC, as the oracle counts
CALENDARS = {name: load_calendar(name) for name in ("england", "united_kingdom")}
STAGES = [
    (procedure, stage)
    for procedure in load_procedures().every_version()
    for stage in procedure.stages
]  # fmt: skip
EVENT_OF = {
    "acknowledged_on": Anchor.ACK_SENT,
    "stage_started_on": Anchor.STAGE_START,
    "response_received_on": Anchor.RESPONSE_RECEIVED,
    "panel_met_on": Anchor.PANEL_MEETING,
    "panel_reported_on": Anchor.PANEL_REPORT_RECEIVED,
    "statement_agreed_on": Anchor.STATEMENT_AGREED,
}
SUNDAYS = [datetime(year, month, 31) for year in range(2024, 2029) for month in (3, 10)]  # noqa: DTZ001
CHANGES = [day - timedelta(days=day.isoweekday() % 7) for day in SUNDAYS]


def _moment(chance: random.Random) -> datetime:
    """A moment in UTC, as often as not where mistakes live: midnight, closing time, the night the clocks change."""
    minutes = int((LAST - FIRST).total_seconds() // 60)
    moment = FIRST + timedelta(minutes=chance.randrange(minutes))
    kind = chance.random()
    if kind < 0.3:
        return moment.replace(hour=chance.choice((22, 23, 0, 1)), minute=chance.choice((0, 1, 29, 30, 59)))
    if kind < 0.45:
        return moment.replace(
            hour=chance.choice((15, 16, 17)), minute=chance.choice((0, 59)), second=chance.choice((0, 59))
        )
    if kind < 0.6:
        return chance.choice(CHANGES) + timedelta(minutes=chance.randrange(-180, 240))
    return moment


def _plain(limit):
    return (limit.n, limit.unit.value, limit.anchor.value) if limit else None


def _stage(procedure, stage, is_spoken: bool) -> dict:
    return {
        "ack": _plain(acknowledgement_limit(procedure, stage.number)),
        "limit": _plain(stage.limit),
        "maximum": _plain(stage.maximum),
        "milestones": [(m.what, _plain(m.limit)) for m in stage.milestones],
        "ask": _plain(stage.next_stage_request),
        "waits_for_statement": is_spoken and procedure.family is Family.STATUTORY,
    }


def _events(chance: random.Random, received: date) -> dict[str, date]:
    return {name: received + timedelta(days=chance.randrange(60)) for name in EVENT_OF if chance.random() < 0.3}


def _pauses(chance: random.Random, received: date) -> tuple[Pause, ...]:
    found = []
    for _ in range(chance.choice((0, 0, 1, 2, 3))):
        begins = received + timedelta(days=chance.randrange(-10, 60))
        ends = None if chance.random() < 0.15 else begins + timedelta(days=chance.randrange(20))
        found.append(Pause(from_on=begins, until_on=ends, why="asked to wait"))
    return tuple(found)


def _happened(clock: CaseClock, received: date) -> dict[str, date]:
    asked = clock.stage_requested_on or received
    # A stage that was asked for later, or sent back, is received on that day.
    happened = {"receipt": asked, "asked": asked}
    # Whichever stage is asked for, the day of asking is one.
    happened |= {"stage2_request_received": asked, "stage3_request_received": asked}
    happened |= {"reply_sent": clock.response_sent_on} if clock.response_sent_on else {}
    return happened | {EVENT_OF[name].value: day for name in EVENT_OF if (day := getattr(clock, name))}


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_product_and_the_oracle_agree(batch):
    chance = random.Random(f"oracle {batch}")
    counted = 0
    for number in range(RECEIPTS // BATCHES):
        procedure, stage = STAGES[(batch + number) % len(STAGES)]
        utc, convention = _moment(chance), chance.choice(tuple(ReceiptConvention))
        received = oracle.received_on(utc, convention.value)
        clock = CaseClock(
            received_at=utc.replace(tzinfo=UTC),
            matters=((1, procedure, stage.number),),
            stage_requested_on=received + timedelta(days=chance.randrange(9)) if chance.random() < 0.3 else None,
            is_spoken=chance.random() < 0.2,
            response_sent_on=received + timedelta(days=chance.randrange(70)) if chance.random() < 0.2 else None,
            pauses=_pauses(chance, received),
            **_events(chance, received),
        )
        happened = _happened(clock, received)
        pauses = [(pause.from_on, pause.until_on) for pause in clock.pauses]
        expected = oracle.dates_of(_stage(procedure, stage, clock.is_spoken), happened, received, pauses)
        found = {
            deadline.what.value: deadline.due_on or oracle.NO_DATE
            for deadline in deadlines_for(clock, calendar=CALENDARS["england"], convention=convention)
            if deadline.what is not What.INNER_TARGET
        }
        assert found == expected, (procedure.id, stage.number, utc, convention, clock)
        counted += len(found)
    assert counted > 3 * RECEIPTS // BATCHES


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_neighbouring_clocks_and_the_oracle_agree(batch):
    chance = random.Random(f"neighbours {batch}")
    clocks = load_clocks().neighbours
    for _ in range(RECEIPTS // BATCHES // 4):
        utc = _moment(chance)
        day = oracle.london(utc).date()
        began = Events(began_at=utc.replace(tzinfo=UTC))
        found = {
            (clock.id, date_.limit.what): date_.due_on
            for clock in clocks.values()
            if clock.valid_from is None or clock.valid_from <= day
            for date_ in neighbour_dates(clock, began, calendars=CALENDARS)
        }
        assert found["sar", "reply"] == oracle.last_day(day, 1, "months")
        assert found["sar", "reply_at_latest"] == oracle.last_day(day, 3, "months")
        assert found["foi", "reply"] == oracle.last_day(day, 20, "working_days", where="united_kingdom")
        assert found["lado", "refer"] == oracle.last_day(day, 1, "working_days")
        assert found["adult_care", "acknowledge"] == oracle.last_day(day, 3, "working_days")
        assert found["adult_care", "reply"] == oracle.last_day(day, 6, "months")
        assert found["breach", "notify"] == oracle.london(utc + timedelta(hours=72)).date()
        assert ("dp_complaint", "acknowledge") not in found or day >= date(2026, 6, 19)
        if ("dp_complaint", "acknowledge") in found:
            assert found["dp_complaint", "acknowledge"] == oracle.last_day(day, 30, "calendar_days")


def test_the_oracle_shares_no_code_with_the_product():
    tree = ast.parse(Path(oracle.__file__).read_text(encoding="utf-8"))
    imported = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert imported == ["from datetime import date, datetime, timedelta"]


def test_every_stage_of_every_pack_is_drawn():
    assert RECEIPTS // BATCHES > len(STAGES) > 15
