"""Send a data breach, a lost subject access request or a late answer to one the corporate way, whoever did it.

The request itself is no complaint; a complaint about it has the data-protection clock beside the corporate one.
Source: Data Protection Act 2018 s164A; LGSCO Complaint Handling Code para 1.4. It is about information, not about a
function listed in SI 2006/1738 regs 3 to 5.
"""

from classify.labels import Flag, Route, Subject
from config.procedure import Family
from routing.rule import Facts, Point, Rule, phrases

BREACH = phrases(
    "data breach|data protection|subject access|freedom of information|gdpr|sent (?:it )?to the wrong"
    "|(?:my|our) (?:details|address|file) (?:was|were) (?:given|sent|shared|disclosed)|confidentiality"
)


def _is_breach(point: Point, facts: Facts) -> bool:
    # Words of a breach alone are often one aside in a long story: the reader must have found the tag as well.
    return facts.has(Flag.DATA_PROTECTION) and bool(BREACH.search(point.words))


RULE = Rule(
    name="data_breach",
    source="Data Protection Act 2018 s164A; LGSCO Complaint Handling Code para 1.4",
    words=(
        "The words are about information that went astray or was not given out. The corporate procedure takes that, "
        "whoever did it. The data-protection officer should be told today."
    ),
    subjects=frozenset({Subject.STATUTORY}),
    when=_is_breach,
    route=Route.CORPORATE,
    family=Family.CORPORATE,
    hints=BREACH,
)
