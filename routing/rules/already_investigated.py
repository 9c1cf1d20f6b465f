"""Propose not to look again at what has been through every stage.

Being unhappy with the stage 1 answer is an escalation; new facts, or new events of the same kind, are a new
complaint.
Source: northyorks.gov.uk, Children's social care complaints, What can't I complain about; LGSCO Complaint Handling
Code paras 2.1-2.5.
"""

from classify.labels import Reason
from routing.rule import Check, Facts, Point, phrases, refusal, said


def _has_no_finished_case(_point: Point, facts: Facts) -> bool:
    return all(case.is_open for case in facts.history.cases)


RULE = refusal(
    Reason.ALREADY_INVESTIGATED,
    source=(
        "northyorks.gov.uk, Children's social care complaints, What can't I complain about; LGSCO Complaint "
        "Handling Code paras 2.1-2.5"
    ),
    words=(
        "The words describe a complaint that was already investigated to the end. Without new facts it is not"
        " looked at again, and the person may ask the Ombudsman."
    ),
    hints=phrases(
        "stage (?:2|3|two|three)|panel|final (?:response|letter|reply|decision)"
        "|already (?:investigated|complained)|same complaint|as I (?:said|told you) in"
        "|closed my complaint|before"
    ),
    checks=(
        Check(
            code="final_letter_not_found",
            words="No finished complaint of this person is known here. Which final letter is meant?",
            when=_has_no_finished_case,
        ),
        Check(
            code="something_new",
            words="There may be new facts or new events since. Are they a new complaint?",
            when=said("again|new|since then|now|still happening|happened again|this (?:week|month|year)"),
        ),
    ),
)
