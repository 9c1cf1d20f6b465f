"""Take a point about a child's social care into the Children Act procedure.

Source: Children Act 1989 ss 24D, 26 and 26A; SI 2006/1738 regs 3 to 5 (the functions covered).
"""

from classify.labels import Route, Subject
from config.procedure import Family
from routing.rule import CHILDREN, Check, Rule, said

RULE = Rule(
    name="statutory",
    source="Children Act 1989 ss 24D, 26 and 26A; SI 2006/1738 regs 3 to 5",
    words=(
        "The words are about a service of children's social care for a child or young person: given, refused, late or "
        "badly given. The law prescribes this procedure for it."
    ),
    subjects=frozenset({Subject.STATUTORY}),
    route=Route.STATUTORY,
    family=Family.STATUTORY,
    hints=CHILDREN,
    checks=(
        Check(
            code="child_protection_mentioned",
            words="Is it about a child-protection plan or enquiry itself? The Ombudsman counts that as outside.",
            when=said(r"child protection|(?:section|s\.?) ?47|(?<!group )conference"),
        ),
    ),
)
