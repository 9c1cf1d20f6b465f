"""What comes from a closed list fits its column: SQLite keeps whatever it is given, PostgreSQL refuses the whole step."""

import pytest

from cases.findings import Finding, ParkReason, RecommendationState, RequestState
from cases.models import (
    Alert,
    Behaviour,
    Call,
    Case,
    DeadlineRow,
    Decision,
    Discretion,
    Letter,
    Mail,
    Matter,
    MatterStep,
    MonitoringTotal,
    Notice,
    Outcome,
    Parking,
    PauseRow,
    Recommendation,
    StageRequest,
    Task,
)
from cases.safety_net import SHORT, UNSCREENED
from cases.selectors.alarms import AlarmKind
from cases.services.safety import HOWS
from cases.states import (
    AlertState,
    BehaviourState,
    CaseState,
    LetterState,
    MailState,
    MatterState,
    TaskState,
)
from classify.labels import RISK_FLAGS, Flag, Kind, Reason, Route, Stage
from config.discretion import load_discretion
from config.equalities import default_monitoring
from config.packs import load_procedures
from config.procedure import Anchor, Unit
from config.safety import Channel, load_safety
from config.tasks import load_tasks
from routing.assessment import Sureness
from routing.clocks.pause_reasons import PAUSE_REASONS
from routing.deadlines import What

LADDER, QUESTIONS, KINDS = load_discretion().ladder, default_monitoring().questions, load_tasks()
PROCEDURES = tuple(load_procedures().values())
CHOSEN = (*Route, *(f"{route}:{reason}" for route in Route for reason in Reason), *Kind, *Stage)
COLUMNS = (
    (Mail, "state", MailState),
    (Case, "state", CaseState),
    (Case, "kind", Kind),
    (Case, "stage", Stage),
    (Case, "next_due_what", What),
    (Matter, "state", MatterState),
    (Matter, "state_before", MatterState),
    (Matter, "route", Route),
    (Matter, "reason", Reason),
    (Matter, "procedure", [procedure.id for procedure in PROCEDURES]),
    (Matter, "procedure_version", [procedure.version for procedure in PROCEDURES]),
    (MatterStep, "from_state", MatterState),
    (MatterStep, "to_route", CHOSEN),
    (Decision, "key", [f"flag:{flag}" for flag in Flag]),
    (Decision, "suggested", CHOSEN),
    (Decision, "chosen", CHOSEN),
    (Decision, "sureness", Sureness),
    (DeadlineRow, "what", What),
    (DeadlineRow, "unit", Unit),
    (DeadlineRow, "anchor", Anchor),
    (PauseRow, "code", PAUSE_REASONS),
    (Parking, "reason", ParkReason),
    (Outcome, "finding", Finding),
    (Outcome, "stage", Stage),
    (Recommendation, "state", RecommendationState),
    (StageRequest, "state", RequestState),
    (Letter, "state", LetterState),
    (Alert, "flag", [*RISK_FLAGS, UNSCREENED]),
    (Alert, "state", AlertState),
    (Alert, "escalated_how", HOWS),
    (Call, "step", [f"{step.id}_{of}" for step in load_safety().steps for of in (step.times, *SHORT.values())]),
    (Call, "channel", Channel),
    (Behaviour, "state", BehaviourState),
    (Behaviour, "restriction", [restriction.id for restriction in LADDER.restrictions]),
    (Discretion, "question", load_discretion().bars),
    (Discretion, "route", CHOSEN),
    (Task, "state", TaskState),
    (Task, "kind", KINDS),
    (Task, "result", [result.code for kind in KINDS.values() for result in kind.results]),
    (MonitoringTotal, "route", Route),
    (MonitoringTotal, "question", [question.code for question in QUESTIONS]),
    (MonitoringTotal, "answer", [code for question in QUESTIONS for code in question.codes]),
    (Notice, "kind", AlarmKind),
)


@pytest.mark.parametrize(
    ("model", "field", "values"), COLUMNS, ids=[f"{model.__name__} {field}" for model, field, _ in COLUMNS]
)
def test_every_value_of_a_closed_list_fits_its_column(model, field, values):
    column = model._meta.get_field(field)
    found = [str(value) for value in values]
    assert found
    assert [value for value in found if len(value) > column.max_length] == []
