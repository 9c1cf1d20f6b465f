"""Send what the statutory procedure does not cover the corporate way.

Source: LGSCO Complaint Handling Code paras 1.4 and 1.5: dissatisfaction about the council, its staff or
those acting for
it, where no statutory procedure exists.
"""

from classify.labels import Route, Subject
from config.procedure import Family
from routing.rule import Rule, phrases

RULE = Rule(
    name="corporate",
    source="LGSCO Complaint Handling Code paras 1.4 and 1.5",
    words=(
        "The words are about the council, but not about a service for a child that the statutory procedure covers. The "
        "corporate procedure takes it."
    ),
    subjects=frozenset({Subject.CORPORATE}),
    route=Route.CORPORATE,
    family=Family.CORPORATE,
    hints=phrases(
        "council tax|bins?|recycling|housing|repairs?|parking|admissions?|transport|taxi|bus|ehcp?"
        "|planning|library|website"
        "|phone line|call centre|reception|benefits?|school|data|pothole|refuse|customer services?|switchboard"
    ),
)
