"""Send the content of section 7 and section 37 reports the corporate way at most, and ask about the court.

Source: LGSCO fact sheet, The Children Act 1989 complaints procedure (how families are assessed and reports written in
private proceedings is outside the statutory procedure).
"""

from classify.labels import Route, Subject
from config.procedure import Family
from routing.rule import Check, Rule, always, phrases, said

REPORT = r"(?<!did the )(?<!wrote the )(?:section|s\.?) ?(?:7|37) (?:court )?(?:reports?|assessments?)"

RULE = Rule(
    name="family_court_report",
    source="LGSCO fact sheet, The Children Act 1989 complaints procedure",
    words=(
        "The words are about a report the council wrote for a family court. The Ombudsman counts that as outside the "
        "statutory procedure, so the council's own is suggested."
    ),
    subjects=frozenset({Subject.STATUTORY}),
    when=said(REPORT),
    route=Route.CORPORATE,
    family=Family.CORPORATE,
    hints=phrases(REPORT),
    checks=(
        Check(
            code="court_still_deciding",
            words="Is the court case still running? Then its content may have to be put right there first.",
            when=always,
        ),
    ),
)
