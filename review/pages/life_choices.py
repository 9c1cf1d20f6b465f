"""Give the forms of a matter's life what there is to choose from."""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.plain import subject_of
from cases.selectors.life import LifeFile, MatterFile
from cases.stage_runs import AT_STAGE
from cases.states import MatterState
from classify.labels import Reason, Route
from review.labels import REASONS, ROUTES, say_route
from review.pages.fields import Filled, FormField
from review.words import local_day, say_long_day

NO_MAIL = ("", "No message: said by phone or face to face")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Hold what a form is made of: the case, what was typed, the matter and mail it is about (0: none), its states."""

    file: LifeFile
    form: Filled
    number: int
    mail: int
    states: frozenset[MatterState]


def matters_of(ask: Ask) -> FormField:
    """Return a choice of several matters: the one the form was opened for, or the only one, is ticked."""
    choices = one_of(ask)
    first = [str(ask.number)] if ask.number else [value for value, _ in choices] if len(choices) == 1 else []
    return ask.form.ticks("matters", "Which matters", choices, first=first)


def matter_of(ask: Ask) -> FormField:
    """Return a choice of one matter: the one the form was opened for, or the first, is chosen."""
    choices = one_of(ask)
    return ask.form.radios("number", "Which matter", choices, first=str(ask.number) if ask.number else choices[0][0])


def one_of(ask: Ask) -> list[tuple[str, str]]:
    """Return the matters that a form is for."""
    return [
        (str(e.matter.number), f"{e.matter.number}. {e.matter.gist}")
        for e in ask.file.matters
        if MatterState(e.matter.state) in ask.states
    ]


def routes() -> Iterable[tuple[str, str]]:
    """Return every route, and every reason of what is out of scope."""
    yield from ((route.value, ROUTES[route].words) for route in Route if route is not Route.OUT_OF_SCOPE)
    away = (f"{Route.OUT_OF_SCOPE}:{code}" for code in Reason if code in REASONS)
    yield from ((value, say_route(value)) for value in away)


def stages() -> list[tuple[str, str]]:
    """Return every stage of a procedure."""
    return [(str(stage), f"Stage {stage}") for stage in sorted(AT_STAGE)]


def mails(ask: Ask) -> list[tuple[str, str]]:
    """Return the messages of a case, newest first, and that there was none."""
    rows = (
        (str(mail.pk), f"{say_long_day(local_day(mail.received_at))}: {subject_of(mail)}") for mail in ask.file.mails
    )
    return [NO_MAIL, *rows]


def value_of(found: MatterFile) -> str:
    """Return the route and reason of a matter as one value."""
    matter = found.matter
    return f"{matter.route}:{matter.reason}" if matter.reason else matter.route


def stage_of(ask: Ask) -> str:
    """Return where the matter stands that a form was opened for: "1", "2", "3", "ombudsman", or "" for none."""
    found = next((each.matter for each in ask.file.matters if each.matter.number == ask.number), None)
    if found is None:
        return ""
    return "ombudsman" if found.state == MatterState.OMBUDSMAN else str(found.stage)


def next_stage(ask: Ask) -> str:
    """Return the stage after the one at which the matter stands that a form was opened for, "" for none."""
    stage = stage_of(ask)
    return str(int(stage) + 1) if stage.isdigit() else ""
