"""The rules of refusal: each proposes, none decides, and each asks the question a caseworker would ask."""

import pytest

from classify.labels import Flag, Reason, Route, Subject
from config.packs import load_council
from routing.assessment import Sureness
from routing.rules.other_body import bodies_named
from routing.same_case import History, KnownCase
from tests.routing.readings import RECEIVED_ON, assess_text, codes

CLOSED = History(cases=(KnownCase(reference="BCC-1", senders=("a@b.example",), is_open=False),), looked=True)

ASKED = [
    # words, reason, the question that must be asked
    ("The judge decides contact on 3 March. The care order was refused last year", Reason.COURT_PROCEEDINGS, "proceedings_over"),
    ("Our solicitor sent you a letter before action about it", Reason.COURT_PROCEEDINGS, "letter_before_action"),
    ("I will see you in court over this", Reason.COURT_PROCEEDINGS, "letter_before_action"),
    ("She should be suspended and sacked", Reason.DISCIPLINARY_PROCEEDINGS, "wish_not_proceeding"),
    ("The police came out in May and took no further action", Reason.CRIMINAL_INVESTIGATION, "police_may_be_done"),
    ("They are considering it and I am still waiting after months", Reason.DECISION_NOT_MADE, "delay_is_complaint"),
    ("You closed my complaint at stage 3 and it happened again this week", Reason.ALREADY_INVESTIGATED, "something_new"),
    ("You closed my complaint at stage 3", Reason.ALREADY_INVESTIGATED, "final_letter_not_found"),
    ("The Ombudsman told me to come to you first", Reason.OMBUDSMAN_INVESTIGATED, "sent_by_ombudsman"),
    ("In 2019 they took him. I only found out from my file last month", Reason.OVER_A_YEAR, "learned_lately"),
    ("Ten years ago they took him", Reason.OVER_A_YEAR, "why_late"),
    ("The police officer was rude and your social worker stood beside him", Reason.OTHER_BODY, "our_part"),
    ("Staff at the private home shout at us", Reason.INDEPENDENT_PROVIDER, "placed_by_us"),
    ("I claim compensation for my injury", Reason.INSURANCE_CLAIM, "service_behind_claim"),
    ("The admission appeal papers were lost and nobody replied", Reason.RIGHT_OF_APPEAL, "conduct_not_decision"),
    ("The finance man phoned me and I could not follow", Reason.EFD_NOT_PUBLIC_FACING, "speaks_to_families"),
    ("Her accent is strong and I did not understand my own plan", Reason.EFD_ACCENT_OR_MANNER, "fluency_facts"),
    ("The agency social worker could not explain it", Reason.EFD_PRIVATE_PROVIDER, "hired_by_council"),
    ("Speak English or go home, I understood nothing", Reason.EFD_VEXATIOUS, "fluency_facts"),
]  # fmt: skip

NOT_ASKED = [
    ("The judge decides contact on 3 March", Reason.COURT_PROCEEDINGS, "proceedings_over"),
    ("The final hearing is on 3 March", Reason.COURT_PROCEEDINGS, "letter_before_action"),
    ("She is suspended pending a disciplinary hearing", Reason.DISCIPLINARY_PROCEEDINGS, "wish_not_proceeding"),
    ("The detective has charged him and the trial is in June", Reason.CRIMINAL_INVESTIGATION, "police_may_be_done"),
    ("They are consulting on closing the centre", Reason.DECISION_NOT_MADE, "delay_is_complaint"),
    ("The panel gave its final decision on the same complaint", Reason.ALREADY_INVESTIGATED, "something_new"),
    ("The Ombudsman made a final decision on this", Reason.OMBUDSMAN_INVESTIGATED, "sent_by_ombudsman"),
    ("Ten years ago they took him", Reason.OVER_A_YEAR, "learned_lately"),
    ("The hospital cancelled the clinic", Reason.OTHER_BODY, "our_part"),
    ("I disagree with what the EHC plan says", Reason.RIGHT_OF_APPEAL, "conduct_not_decision"),
    ("The payroll clerk in the back office", Reason.EFD_NOT_PUBLIC_FACING, "speaks_to_families"),
    ("I do not like her accent", Reason.EFD_ACCENT_OR_MANNER, "fluency_facts"),
    ("The taxi firm's driver", Reason.EFD_PRIVATE_PROVIDER, "hired_by_council"),
    ("Send her back where she belongs", Reason.EFD_VEXATIOUS, "fluency_facts"),
]


@pytest.mark.parametrize(("words", "reason", "code"), ASKED, ids=[f"{c}: {w}" for w, _, c in ASKED])
def test_a_refusal_asks_the_caseworker_s_question(words, reason, code):
    found = assess_text(words, Subject(reason.value))
    assert code in codes(found)
    assert found.matters[0].reason is reason


@pytest.mark.parametrize(("words", "reason", "code"), NOT_ASKED, ids=[f"{c}: {w}" for w, _, c in NOT_ASKED])
def test_a_refusal_asks_nothing_that_the_words_answer(words, reason, code):
    assert code not in codes(assess_text(words, Subject(reason.value)))


@pytest.mark.parametrize("reason", Reason, ids=[reason.value for reason in Reason])
def test_every_reason_has_its_rule_and_is_only_a_proposal(reason):
    found = assess_text("Something happened", Subject(reason.value), 0.99)
    matter = found.matters[0]
    assert (matter.route, matter.reason, matter.ruling.rule) == (Route.OUT_OF_SCOPE, reason, reason.value)
    assert matter.needs_discretion
    assert matter.procedure == ""
    assert matter.ruling.source
    assert matter.ruling.words.count(". ") <= 2
    # Nothing in these words speaks for any reason: the model alone is not enough to be sure.
    assert matter.sureness is not Sureness.SURE


def test_a_refusal_is_sure_only_if_the_rule_s_words_and_the_model_agree():
    sure = assess_text("The judge decides on 3 March at the final hearing", Subject.COURT_PROCEEDINGS, 0.97)
    less = assess_text("The judge decides on 3 March at the final hearing", Subject.COURT_PROCEEDINGS, 0.85)
    assert sure.matters[0].sureness is Sureness.SURE
    assert less.matters[0].sureness is Sureness.FAIRLY_SURE


def test_a_doubt_keeps_a_refusal_from_being_sure():
    found = assess_text("The judge decided. It ended at the final hearing", Subject.COURT_PROCEEDINGS, 0.99)
    assert found.matters[0].sureness is Sureness.FAIRLY_SURE


def test_a_known_finished_case_answers_which_final_letter_is_meant():
    found = assess_text("You closed my complaint at stage 3", Subject.ALREADY_INVESTIGATED, history=CLOSED)
    assert "final_letter_not_found" not in codes(found)


@pytest.mark.parametrize(
    ("day", "is_asked"),
    [
        pytest.param("2026-06-01", True, id="this summer"),
        pytest.param("2025-09-01", True, id="just a year back"),
        pytest.param("2025-08-30", False, id="longer ago"),
        pytest.param("2027-01-01", False, id="a date to come"),
        pytest.param("March 2026", False, id="no whole date"),
    ],
)
def test_a_date_within_the_year_questions_the_bar_of_a_year(day, is_asked):
    found = assess_text("Years ago they took him", Subject.OVER_A_YEAR, events=[day], received_on=RECEIVED_ON)
    assert ("dates_within_a_year" in codes(found)) is is_asked


def test_danger_goes_before_the_provider_s_own_procedure():
    words = "Staff at the private home lock us out at night"
    assert "harm_comes_first" in codes(
        assess_text(words, Subject.INDEPENDENT_PROVIDER, flags=[(Flag.SAFEGUARDING, 0.9)])
    )
    assert "harm_comes_first" not in codes(assess_text(words, Subject.INDEPENDENT_PROVIDER))


def test_a_change_about_to_happen_is_asked_about_before_it_is_put_off():
    words = "They are thinking of moving him on Monday"
    assert "imminent_change" in codes(
        assess_text(words, Subject.DECISION_NOT_MADE, flags=[(Flag.URGENT_DECISION, 0.9)])
    )


def test_rudeness_beside_an_accent_is_offered_the_ordinary_procedure():
    words = "His accent is so strong"
    assert "efd_elsewhere" in codes(assess_text(words, Subject.EFD_ACCENT_OR_MANNER, flags=[(Flag.STAFF_CONDUCT, 0.9)]))
    assert "efd_elsewhere" not in codes(assess_text(words, Subject.EFD_ACCENT_OR_MANNER))


def test_what_fluency_leaves_out_is_asked_about_unless_the_rest_is_taken():
    text = "The driver of the taxi firm could not speak English. My son's placement ended without notice."
    alone = assess_text(text, Subject.EFD_PRIVATE_PROVIDER)
    beside = assess_text(
        text,
        subjects=[
            (Subject.EFD_PRIVATE_PROVIDER, 0.9, ["The driver of the taxi firm could not speak English."]),
            (Subject.STATUTORY, 0.9, ["My son's placement ended without notice."]),
        ],
    )
    assert "efd_elsewhere" in codes(alone)
    assert "efd_elsewhere" not in codes(beside)


@pytest.mark.parametrize(
    ("words", "bodies"),
    [
        pytest.param("The police officer and the GP", ("police", "nhs"), id="two bodies"),
        pytest.param("the Cafcass lady at court", ("cafcass", "courts"), id="Cafcass at court"),
        pytest.param("the adult social care team", ("adult_care",), id="adult care"),
        pytest.param("the taxi was late", (), id="nobody else"),
    ],
)
def test_other_bodies_are_named_as_the_signposts_name_them(words, bodies):
    assert bodies_named(words) == bodies
    assert {f"other_body.{body}" for body in bodies} <= set(load_council("brackenshire").signposts)
