"""Name what a letter must say to a foster carer: whose service it is about, mediation, support, and their approval.

Source: Norfolk's procedure for foster carers.
"""

from typing import Final

from classify.labels import Route, Stage
from letters.conditions import is_about_approval, is_foster_carer
from letters.draft import ACKNOWLEDGEMENTS, Draft, LetterCase, LetterId
from letters.item import Item, says, says_fact
from letters.stages import is_after_allegations

CARER: Final = frozenset({LetterId.FOSTER_CARER})
OTHER: Final = frozenset({Route.OUT_OF_SCOPE, Route.ENGLISH_FLUENCY})
"""What says of itself whose service it looks at."""


def _support(draft: Draft, case: LetterCase) -> str | None:
    return says_fact(lambda c: c.council.foster_support.name)(draft, case)


def _is_asked(case: LetterCase) -> bool:
    return case.stage is not Stage.OMBUDSMAN


ITEMS: Final[tuple[Item, ...]] = (
    Item(
        key="whose_service",
        words="Whose service this procedure is for: the carer's own, or a child's",
        find=says(
            r"service that we (?:give|gave) (?:to )?you|services? (?:given )?to you as|about (?:the care|a child)"
        ),
        when=lambda c: any(m.route not in OTHER for m in c.assessment.matters) and _is_asked(c),
        letters=CARER,
        paragraph="point_1",
    ),
    Item(
        key="after_allegations",
        words="That a complaint about what came out of concerns or allegations starts at a later stage",
        find=says(r"concerns|allegations", r"start|begin"),
        when=lambda c: any(is_after_allegations(c, m) for m in c.assessment.matters) and _is_asked(c),
        letters=CARER,
        paragraph="point_1",
    ),
    Item(
        key="mediation",
        words="That they can ask for mediation",
        find=says(r"mediation"),
        when=lambda c: any("mediation may be offered" in n for p in c.procedures for n in p.peculiarities),
        letters=CARER,
        paragraph="foster",
    ),
    Item(
        key="foster_help",
        words="Independent support for foster carers",
        find=_support,
        when=lambda c: bool(c.council.foster_support.name) and is_foster_carer(c),
        letters=ACKNOWLEDGEMENTS - {LetterId.YOUNG_PERSON},
    ),
    Item(
        key="approval_review",
        words="Where a decision about approval is looked at, and that the time is short",
        find=says(r"approval", r"review|looked at again", r"time[^.]{0,40}short|soon|short time"),
        when=is_about_approval,
        letters=CARER,
    ),
)
