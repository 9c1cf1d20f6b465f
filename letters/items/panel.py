"""Name what the letters must say of a review panel: who sits on it, what it is for, its steps, and coming to it.

Source: SI 2006/1738 regs 18-20.
"""

from typing import Final

from classify.labels import Stage
from letters.draft import LetterCase, LetterId
from letters.item import Item, says
from letters.stages import has_panel

LETTERS: Final = frozenset({LetterId.STAGE_TWO, LetterId.STAGE_THREE, LetterId.MIXED, LetterId.YOUNG_PERSON})


def _panel(case: LetterCase) -> bool:
    return case.stage is not Stage.OMBUDSMAN and any(has_panel(case, m) for m in case.assessment.matters)


ITEMS: Final[tuple[Item, ...]] = (
    Item(
        key="panel_people",
        words="Who sits on the panel, who chairs it, and who cannot sit on it",
        find=says(
            r"\bthree\b", r"\bchair", r"Independent Person", r"\bcannot\b|can ?not|may not|not (?:one of them|sit)"
        ),
        when=_panel,
        letters=LETTERS,
    ),
    Item(
        key="panel_purpose",
        words="What the panel is for",
        find=says(
            r"look(?:s|ed)? (?:at|into)",
            r"well enough|properly|good enough|adequate",
            r"settle|put (?:it |things )?right|resolve",
        ),
        when=_panel,
        letters=LETTERS,
    ),
    Item(
        key="panel_steps",
        words="How long the panel has for its report, and the council for its answer after it",
        find=says(r"report|write down", r"\b5 working days", r"\b15 working days"),
        when=_panel,
        letters=LETTERS,
        paragraph="point_1",
    ),
    Item(
        key="panel_attend",
        words="That they can come, with an advocate and one more person, one of whom can speak",
        find=says(
            r"you can come|may (?:come|attend)|can attend", r"advocate", r"\bone (?:more|other)|another", r"speak"
        ),
        when=_panel,
        letters=LETTERS,
    ),
    Item(
        key="panel_needs",
        words="A question about dates, an interpreter, getting in, and food",
        find=says(r"\b(?:dates?|days?)\b", r"interpreter", r"get(?:ting)? in|access|wheelchair", r"food|diet|eat"),
        when=_panel,
        letters=LETTERS,
    ),
    Item(key="panel_papers", words="The papers", find=says(r"\bpapers\b"), when=_panel, letters=LETTERS),
)
