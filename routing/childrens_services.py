"""Hold the words that name children's social care, and who may complain of it in the children's procedure.

Source: Children Act 1989 ss 17, 20 to 24D, 26(3), 33 and 34; SI 2006/1738 regs 3 to 5 (the functions covered).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from routing.rule import phrases


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Hold one service that the Regulations put inside, with the words that name it."""

    words: str
    source: str
    pattern: re.Pattern[str]


_YOUNG = r"(?:son|daughter|child(?:ren)?|kids?|boys?|girls?|grand(?:son|daughter|child(?:ren)?))"
_KIN = rf"(?:{_YOUNG}|brothers?|sisters?|siblings?|mum|mummy|dad|daddy|nan|family|birth (?:mother|father|parents?))"
_ELSEWHERE = r"(?! at (?:the |a |his |her )?(?:school|college|nursery|work))"
SERVICES: Final[tuple[Service, ...]] = (
    Service(
        words="a service for a child in need",
        source="Children Act 1989 s17 and part 3",
        pattern=phrases("child(?:ren)? in need", r"cin (?:plan|meeting|visit)s?", r"(?:section|s\.?) ?17"),
    ),
    Service(
        words="short breaks or respite for a disabled child",
        source="Children Act 1989 s17 and schedule 2 paragraph 6",
        pattern=phrases("short breaks?", "respite", "disabled children'?s team"),
    ),
    Service(
        words="the care of a child who is looked after",
        source="Children Act 1989 ss 20 to 23 and 33",
        pattern=phrases(
            "looked[- ]after", "lac (?:review|visit)s?", "(?<!health and )care plan",
            "in (?:your |foster |the council's )?care(?! home)",
            rf"(?<!school )(?<!work )(?<!nursery )(?<!student )placements?{_ELSEWHERE}", "section 20", "care order",
            "foster (?:carers?|placement|home|family)", "independent reviewing officer", "iro", "child(?:ren)?'s home",
        ),
    ),
    Service(
        words="contact between a child and their family",
        source="Children Act 1989 s34 and schedule 2 paragraph 15",
        pattern=phrases(
            rf"contact with (?:my|his|her|our|their|the) (?:\w+ )?{_KIN}", "supervised contact",
            "contact (?:sessions?|visits?|supervisor|arrangements|order|plan)", "family time", "letterbox contact",
        ),
    ),
    Service(
        words="support to somebody who leaves care",
        source="Children Act 1989 ss 23A to 24D",
        pattern=phrases(
            "care leavers?", "leaving care", "personal advis[eo]r", "pathway plan", "staying put",
            "setting[- ]up(?: home)? (?:grant|allowance)",
        ),
    ),
    Service(
        words="special guardianship or adoption support",
        source="SI 2006/1738 regs 4 and 5",
        pattern=phrases(
            "special guardian(?:ship)?", "sgo", "adoption support", "post[- ]adoption", "adopted (?:son|daughter)",
        ),
    ),
)  # fmt: skip
"""What the Regulations put inside, each with the words that name it; a "placement" at a school is none."""
WORKERS: Final = phrases(
    r"social workers?'?s?", r"children'?s (?:services|social care)", "family support workers?", "key ?workers?"
)
"""Words for people whose work may be such a service: alone they speak only of a child, or by one who may complain."""
OTHERS: Final = phrases(
    r"adult (?:social )?(?:care|services)", "care home", "dementia", "hospital social worker", "cafcass",
    "carer'?s allowance",
    r"my (?:own )?(?:mother|mum|father|dad|husband|wife|nan|gran|grandmother|grandfather)'?s? "
    "(?:social worker|care|carers?|needs|assessment)",
)  # fmt: skip
"""Words of adults' care and of other bodies' workers: beside them, a "social worker" is no sign."""
CHILD: Final = phrases(
    rf"(?:my|our|his|her|their|the) (?:\w+ ){{0,2}}(?:{_YOUNG}|baby|niece|nephew|siblings?)(?!'s home)",
    r"when I was (?:in care|a child|\d+)",
)
LISTED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "parent": "a parent",
        "child or young person": "a child or young person",
        "care leaver": "a care leaver",
        "foster carer": "a foster carer",
        "special guardian": "a special guardian",
        "adopter": "an adopter",
        "grandparent": "a grandparent, if they have enough interest in the child's welfare",
        "other relative": "a relative, if they have enough interest in the child's welfare",
        "kinship carer": "a kinship carer, if they have enough interest in the child's welfare",
        "advocate": "an advocate for somebody on the list",
        "solicitor": "a solicitor for somebody on the list",
        "councillor or MP": "a councillor or MP for somebody on the list",
        "MP": "an MP for somebody on the list",
    }
)
"""In what capacity somebody may complain there (``classify.facts.capacity``); a neighbour seldom may."""
