"""Say what is impossible in a person's choices, and what is still to decide before a letter."""

from collections.abc import Mapping

from cases.errors import IncompleteError
from cases.matters import letter_matters
from cases.models import Case
from cases.services.judgement.needed import check_judgements, missing_judgements
from cases.states import MATTER_ENDED
from classify.labels import COMPLAINTS, Flag, Kind, Reason, Route, Stage


def check_values(chosen: Mapping[str, str]) -> None:
    """Let possible choices pass.

    Raises:
        IncompleteError: naming each choice that is impossible.

    """
    wrong = {key: _fault(key, value) for key, value in chosen.items()}
    wrong = {key: words for key, words in wrong.items() if words}
    if wrong:
        raise IncompleteError(wrong)


def _fault(key: str, value: str) -> str:
    """Return what is wrong with a chosen value, "" if nothing."""
    name, _, rest = key.partition(":")
    if name == "kind":
        return "" if value in set(Kind) else "Choose the type of message."
    if name == "stage":
        return "" if value in set(Stage) else "Choose the stage."
    if name == "flag":
        return "" if rest in set(Flag) and value in {"yes", "no"} else "Choose yes or no for the flag."
    route, _, reason = value.partition(":")
    if name != "matter" or route not in set(Route):
        return f"Choose a route for matter {rest}."
    if route == Route.OUT_OF_SCOPE:
        return "" if reason in set(Reason) else f"Choose why matter {rest} is out of scope."
    return f"Matter {rest} has a reason but is not out of scope." if reason else ""


def check_complete(case: Case) -> None:
    """Let a case pass of which everything is decided.

    Raises:
        IncompleteError: naming what is still to decide.
        JudgementNeededError: if only judgements are missing.

    """
    missing = {}
    ended = {f"matter:{matter.number}" for matter in case.matters.all() if matter.state in MATTER_ENDED}
    for row in case.decisions.all():
        is_matter_of_none = row.key.startswith(("matter:", "stage")) and case.kind not in COMPLAINTS
        is_matter_of_none = is_matter_of_none or row.key in ended
        if not row.chosen and not is_matter_of_none:
            missing[row.key] = _ASK.get(row.key.partition(":")[0], "Decide {}.").format(row.key.partition(":")[2])
    if case.kind in COMPLAINTS and not case.matters.exists():
        missing["matter:1"] = "A complaint needs at least one matter. Add one."
    elif case.kind in COMPLAINTS and not letter_matters(case):
        missing["matters"] = "Nothing of it is left to write about. Add a matter, take one up again, or close the case."
    if case.has_open_alert:
        missing["alert"] = "Deal with the safeguarding alert first."
    if missing:
        # A matter without a route is asked for that first.
        raise IncompleteError(missing_judgements(case) | missing)
    check_judgements(case)


_ASK = {
    "kind": "Choose the type of message.",
    "stage": "Choose the stage.",
    "matter": "Choose a route for matter {}.",
    "flag": "Say whether the flag “{}” is right.",
}
