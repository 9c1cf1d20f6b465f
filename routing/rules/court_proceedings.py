"""Propose to wait while a court or tribunal is deciding the same point.

Finished proceedings do not bar, nor does a separable point such as lateness, nor "see you in court" said in anger.
Source: SI 2006/1738 reg 8: only as far as handling the complaint might prejudice the proceedings.
"""

from classify.labels import Reason
from routing.rule import Check, phrases, refusal, said

RULE = refusal(
    Reason.COURT_PROCEEDINGS,
    source="SI 2006/1738 reg 8: only as far as handling the complaint might prejudice the proceedings",
    words=(
        "The words speak of court or tribunal proceedings about this very point. While they run or are firmly"
        " intended it can wait, as far as handling it might prejudice them."
    ),
    hints=phrases(
        "court|judge|hearing|tribunal|care order|proceedings|solicitors?|guardian|cafcass"
        "|section (?:7|37)|magistrates?|legal action|injunction"
    ),
    checks=(
        Check(
            code="proceedings_over",
            words="The proceedings may be over: then they no longer stand in the way. Have they ended?",
            when=said(
                "was (?:refused|granted|made|dismissed)|ended|finished|last year|concluded|is over|closed the case"
            ),
        ),
        Check(
            code="letter_before_action",
            words="A letter before action, or a plan to sue, may or may not be firmly intended. Is it?",
            when=said(
                "letter before action|will sue|going to sue|see you in court|taking you to court|judicial review"
            ),
        ),
    ),
)
