"""People are sent to the body that fits their words, as the council wrote it down."""

import pytest

from classify.labels import Reason
from config.council import Contact
from letters.signposts import FINER, contact_words, signpost_key
from tests.letters.cases import make_case


@pytest.mark.parametrize(
    ("reason", "gist", "key"),
    [
        (Reason.OTHER_BODY, "Police officers shouted at son", "other_body.police"),
        (Reason.OTHER_BODY, "CAMHS clinic discharged daughter", "other_body.nhs"),
        (Reason.OTHER_BODY, "Academy keeps putting son in isolation", "other_body.school"),
        (Reason.OTHER_BODY, "Cafcass officer did not listen", "other_body.cafcass"),
        (Reason.OTHER_BODY, "Somebody else did it", "other_body"),
        (Reason.RIGHT_OF_APPEAL, "Section F of the EHCP", "right_of_appeal.send"),
        (Reason.RIGHT_OF_APPEAL, "Fostering panel ended approval", "right_of_appeal.fostering"),
        (Reason.RIGHT_OF_APPEAL, "Parking ticket", "right_of_appeal.parking"),
        (Reason.RIGHT_OF_APPEAL, "Benefit stopped", "right_of_appeal"),
        (Reason.INSURANCE_CLAIM, "Police broke the door", "insurance_claim"),
    ],
)
def test_the_finest_signpost_the_council_has_is_used(reason, gist, key):
    case = make_case((reason, gist))
    assert signpost_key(case, case.assessment.matters[0]) == key


def test_finer_signposts_belong_to_reasons():
    assert {key.partition(".")[0] for key in FINER} <= set(Reason)


def test_a_contact_is_said_in_one_line():
    contact = Contact(name="Claims Team", phone="01632 960500", hours="9am to 5pm", email="c@council.example")
    assert contact_words(contact) == "Claims Team; phone 01632 960500 (9am to 5pm); email c@council.example"
    assert contact_words(Contact(name="The officer in the case")) == "The officer in the case"
