"""Say when somebody can go to the Ombudsman, once for each case, so that no two sentences contradict."""

from typing import Final

from classify.labels import Route, Stage
from letters.draft import LetterCase
from letters.extension import is_overrun
from letters.standing import routes_of

OMBUDSMAN_WHEN: Final = (
    "ombudsman_asked",
    "ombudsman_now",
    "ombudsman_waits",
    "ombudsman_waits_in_part",
    "ombudsman_need_not_wait",
)
"""What a letter says of when to go to the Ombudsman: one of these holds for each case."""


def ombudsman_when(case: LetterCase) -> str:
    """Return what a letter says of when to go to the Ombudsman, so that no two sentences of it contradict.

    Source: the Ombudsman's Complaint Handling Code, section 5: who is told that a complaint is not accepted can take
    that to the Ombudsman.
    """
    routes = routes_of(case)
    if case.stage is Stage.OMBUDSMAN:
        return "ombudsman_asked"
    if is_overrun(case):
        return "ombudsman_now"
    if Route.OUT_OF_SCOPE not in routes:
        return "ombudsman_waits"
    return "ombudsman_waits_in_part" if len(routes) > 1 else "ombudsman_need_not_wait"
