"""The whole suggestion: matters kept apart, doubts raised, flags that change nothing else, and what always holds."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.labels import BEHAVIOUR_FLAGS, COMPLAINTS, Flag, Kind, Reason, Route, Stage, Subject
from classify.reading import Finding, Reading
from config.council import Council
from config.packs import load_council
from routing.assessment import Sureness, kind_of, stage_of
from routing.chain import CHAIN, assess
from routing.matters import LONGEST_GIST
from routing.same_case import History, KnownCase
from tests.routing.readings import MODEL, PROCEDURES, RECEIVED_ON, assess_text, codes, evidence, make_reading

BRACKENSHIRE = load_council("brackenshire")
STORY = "The judge decides contact on 3 March. She is always late for our visits. The bins are never emptied."
COURT, LATE, BINS = (
    "The judge decides contact on 3 March.",
    "She is always late for our visits.",
    "The bins are never emptied.",
)


# --- the chain itself -----------------------------------------------------------------------------------------------


def test_every_rule_has_its_own_name_source_and_at_most_three_sentences():
    assert len({rule.name for rule in CHAIN}) == len(CHAIN)
    for rule in CHAIN:
        assert rule.source
        assert 1 <= rule.words.count(".") <= 4
        assert (rule.route is Route.OUT_OF_SCOPE) == (rule.reason is not None) == (rule.family is None)


def test_every_reason_is_ruled_once_and_every_subject_by_a_rule_that_asks_no_more():
    assert sorted(rule.reason for rule in CHAIN if rule.reason) == sorted(Reason)
    assert {subject for rule in CHAIN if rule.when is None for subject in rule.subjects} == set(Subject)


def test_every_rule_asked_is_a_hit_or_a_miss():
    found = assess_text("the bins", Subject.CORPORATE)
    assert found.hits == ("corporate",)
    assert set(found.hits) | set(found.misses) == {rule.name for rule in CHAIN}
    assert not set(found.hits) & set(found.misses)


# --- matters --------------------------------------------------------------------------------------------------------


def test_a_separable_point_stays_in_scope_beside_the_court():
    found = assess_text(
        STORY,
        subjects=[(Subject.COURT_PROCEEDINGS, 0.97, [COURT]), (Subject.STATUTORY, 0.9, [COURT, LATE])],
    )
    assert [(m.number, m.route, m.reason) for m in found.matters] == [
        (1, Route.OUT_OF_SCOPE, Reason.COURT_PROCEEDINGS),
        (2, Route.STATUTORY, None),
    ]
    assert [span.quote for span in found.matters[0].evidence] == [COURT]
    assert [span.quote for span in found.matters[1].evidence] == [LATE]


@pytest.mark.parametrize(
    ("confidence", "routes"),
    [
        pytest.param(0.4, [Route.OUT_OF_SCOPE], id="an unlikely point on the court's own words is the court's"),
        pytest.param(0.8, [Route.OUT_OF_SCOPE, Route.STATUTORY], id="a likely one is never lost"),
    ],
)
def test_a_point_that_rests_on_the_bar_s_words_alone(confidence, routes):
    found = assess_text(
        STORY, subjects=[(Subject.COURT_PROCEEDINGS, 0.97, [COURT]), (Subject.STATUTORY, confidence, [COURT])]
    )
    assert [m.route for m in found.matters] == routes


def test_several_points_of_one_route_are_one_matter():
    found = assess_text(STORY, subjects=[(Subject.STATUTORY, 0.9, [COURT, LATE])])
    assert len(found.matters) == 1
    assert [span.quote for span in found.matters[0].evidence] == [COURT, LATE]


def test_three_routes_are_three_matters_each_with_its_procedure():
    text = f"{LATE} {BINS} I could not follow his English."
    found = assess_text(
        text,
        subjects=[
            (Subject.STATUTORY, 0.97, [LATE]),
            (Subject.CORPORATE, 0.9, [BINS]),
            (Subject.ENGLISH_FLUENCY, 0.85, ["I could not follow his English."]),
        ],
    )
    assert [(m.route, m.procedure) for m in found.matters] == [
        (Route.STATUTORY, "statutory_default"),
        (Route.CORPORATE, "corporate_default"),
        (Route.ENGLISH_FLUENCY, "english_fluency_default"),
    ]


def test_only_the_words_about_the_conference_go_the_corporate_way():
    text = f"{LATE} The child protection conference was a shambles."
    found = assess_text(
        text, subjects=[(Subject.STATUTORY, 0.97, [LATE, "The child protection conference was a shambles."])]
    )
    assert [m.route for m in found.matters] == [Route.STATUTORY, Route.CORPORATE]


def test_a_conference_merely_mentioned_does_not_split_the_matter():
    text = f"{LATE} The child protection conference was on Monday."
    found = assess_text(text, subjects=[(Subject.STATUTORY, 0.97, [LATE, "child protection conference"])])
    assert [m.route for m in found.matters] == [Route.STATUTORY]
    assert "child_protection_mentioned" in codes(found)


def test_a_matter_that_is_nothing_but_the_conference_goes_the_corporate_way():
    text = "The child protection conference, and again the conference chair."
    found = assess_text(text, subjects=[(Subject.STATUTORY, 0.97, ["child protection conference", "conference chair"])])
    assert [m.route for m in found.matters] == [Route.CORPORATE]


def test_a_complaint_with_no_usable_subject_still_has_a_matter_for_a_person():
    found = assess_text("It is not good enough.")
    matter = found.matters[0]
    assert (matter.route, matter.sureness, matter.ruling.rule) == (Route.STATUTORY, Sureness.NOT_SURE, "no_subject")
    assert "no_subject" in codes(found)
    assert matter.gist
    assert found.hits == ()


@pytest.mark.parametrize("kind", sorted(set(Kind) - COMPLAINTS))
def test_what_is_no_complaint_has_no_matter_and_no_stage(kind):
    found = assess_text("the bins", Subject.CORPORATE, kind=kind)
    assert (found.matters, found.stage, kind_of(found)) == ((), None, kind)


@pytest.mark.parametrize(
    ("subjects", "gist"),
    [
        pytest.param([(Subject.STATUTORY, 0.9, [LATE])], "Late for visits", id="one matter: the message's own line"),
        pytest.param([(Subject.STATUTORY, 0.9, [LATE]), (Subject.CORPORATE, 0.9, [BINS])], LATE, id="several: its own words"),
        pytest.param([(Subject.STATUTORY, 0.9, ["you useless old cow again"]), (Subject.CORPORATE, 0.9, [BINS])], "About the children's social care service", id="never an insult"),
    ],
)  # fmt: skip
def test_a_matter_s_line_is_its_own_and_neutral(subjects, gist):
    assert (
        assess_text(f"{STORY} you useless old cow again", subjects=subjects, gist="Late for visits").matters[0].gist
        == gist
    )


def test_a_scrap_of_evidence_is_read_in_its_sentence():
    other = (Subject.CORPORATE, 0.9, [BINS])
    alone = assess_text(STORY, subjects=[(Subject.STATUTORY, 0.9, ["late for"]), other])
    assert (
        alone.matters[0].gist
        == "The judge decides contact on 3 March. She is always late for our visits. The bins are\u2026"
    )
    told = assess_text(
        STORY, subjects=[(Subject.STATUTORY, 0.9, ["late for"]), other, (Subject.COURT_PROCEEDINGS, 0.3, [LATE])]
    )
    assert [m.gist for m in told.matters if m.route is Route.STATUTORY] == [LATE]


def test_a_long_line_is_cut_at_a_word():
    text = "visits " * 40
    found = assess_text(text, subjects=[(Subject.STATUTORY, 0.9, [text]), (Subject.CORPORATE, 0.9, [])])
    assert len(found.matters[0].gist) <= LONGEST_GIST
    assert found.matters[0].gist.endswith("visits\u2026")


@pytest.mark.parametrize(
    ("confidence", "sureness"),
    [(0.99, Sureness.SURE), (0.95, Sureness.SURE), (0.94, Sureness.FAIRLY_SURE), (0.8, Sureness.FAIRLY_SURE), (0.79, Sureness.NOT_SURE)],
)  # fmt: skip
def test_how_sure_a_plain_matter_is(confidence, sureness):
    assert assess_text("no one visits", Subject.STATUTORY, confidence).matters[0].sureness is sureness


# --- procedures -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received_on", "is_asked"),
    [
        pytest.param(date(2025, 12, 31), True, id="before the page was seen"),
        pytest.param(date(2026, 9, 1), False, id="in force"),
        pytest.param(date(2027, 1, 1), True, id="after it ended"),
    ],
)
def test_a_procedure_that_was_not_in_force_is_asked_about(received_on, is_asked):
    found = assess_text("my mileage was halved", Subject.CORPORATE, flags=[(Flag.FOSTER_CARER, 0.9)], council="norfolk", received_on=received_on)  # fmt: skip
    assert ("procedure_not_in_force" in codes(found)) is is_asked


def test_a_council_without_the_procedure_is_asked_about():
    bare = replace(BRACKENSHIRE, procedures={})
    reading = make_reading("no one visits", [(Subject.STATUTORY, 0.97, ["no one visits"])])
    found = assess(reading, council=bare, procedures=PROCEDURES, received_on=RECEIVED_ON)
    assert "procedure_missing" in codes(found)
    empty = assess(make_reading("no"), council=bare, procedures=PROCEDURES, received_on=RECEIVED_ON)
    assert {"procedure_missing", "no_subject"} <= codes(empty)


# --- kind and stage -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rivals", "is_asked"),
    [
        pytest.param([(Kind.SERVICE_REQUEST, 0.45)], True, id="nearly as likely"),
        pytest.param([(Kind.SERVICE_REQUEST, 0.1)], False, id="far behind"),
        pytest.param([], False, id="no rival"),
    ],
)
def test_a_close_rival_makes_the_kind_a_question(rivals, is_asked):
    found = assess_text("help", Subject.STATUTORY, kind_confidence=0.5, rivals=rivals)
    assert ("kind_close" in codes(found)) is is_asked
    assert found.kind.sureness is Sureness.NOT_SURE


def test_a_complaint_against_a_request_says_that_a_clock_runs():
    found = assess_text("help", kind=Kind.SERVICE_REQUEST, kind_confidence=0.5, rivals=[(Kind.COMPLAINT, 0.45)])
    words = next(doubt.words for doubt in found.doubts if doubt.code == "kind_close")
    assert "clock" in words


@pytest.mark.parametrize(
    ("kind", "code"),
    [(Kind.ESCALATION, "no_earlier_answer_found"), (Kind.FOLLOW_UP, "no_open_case_found")],
)
def test_a_reply_to_nothing_we_know_is_asked_about_once_somebody_has_looked(kind, code):
    known = History(cases=(KnownCase(reference="BCC-1", senders=("a@b.example",)),), looked=True)
    asked = [
        code in codes(assess_text("again", kind=kind, history=h)) for h in (History(looked=True), History(), known)
    ]
    assert asked == [True, False, False]


@pytest.mark.parametrize(
    ("kind", "stage", "council", "expected", "asked"),
    [
        pytest.param(Kind.COMPLAINT, None, "brackenshire", "1", set(), id="a complaint begins at 1"),
        pytest.param(Kind.ESCALATION, None, "brackenshire", "2", {"stage_not_named"}, id="an escalation without a stage is 2, asked"),
        pytest.param(Kind.COMPLAINT, Stage.TWO, "brackenshire", "2", {"stage_on_first_contact"}, id="stage 2 on first contact"),
        pytest.param(Kind.ESCALATION, Stage.THREE, "brackenshire", "3", set(), id="statutory stage 3"),
        pytest.param(Kind.ESCALATION, Stage.OMBUDSMAN, "brackenshire", "ombudsman", {"ombudsman_named"}, id="the Ombudsman"),
    ],
)  # fmt: skip
def test_the_stage_and_what_is_asked_about_it(kind, stage, council, expected, asked):
    found = assess_text("no one visits", Subject.STATUTORY, kind=kind, stage=stage, council=council)
    assert found.stage.value == expected
    assert codes(found) == asked


def test_a_corporate_complaint_has_no_stage_three():
    found = assess_text("the bins", Subject.CORPORATE, kind=Kind.ESCALATION, stage=Stage.THREE)
    assert codes(found) == {"no_such_stage"}


def test_a_gate_is_asked_about_and_a_statutory_stage_has_none():
    text, flags = "my mileage was halved", [(Flag.FOSTER_CARER, 0.9)]
    gated = assess_text(text, Subject.CORPORATE, kind=Kind.ESCALATION, stage=Stage.TWO, flags=flags, council="norfolk")
    assert "stage_gate" in codes(gated)
    assert "stage_gate" not in codes(
        assess_text("no one visits", Subject.STATUTORY, kind=Kind.ESCALATION, stage=Stage.TWO)
    )


ALLEGATION = "I am unhappy with the outcome of the allegations process about me as a carer"


@pytest.mark.parametrize(
    ("text", "flags", "council", "stage"),
    [
        pytest.param(ALLEGATION, [(Flag.FOSTER_CARER, 0.9)], "norfolk", Stage.TWO, id="a carer after an allegation enters at 2"),
        pytest.param(ALLEGATION, [(Flag.FOSTER_CARER, 0.9)], "brackenshire", Stage.ONE, id="not where the council does not say so"),
        pytest.param(ALLEGATION, [], "norfolk", Stage.ONE, id="not somebody who is no carer"),
        pytest.param("my mileage as a carer was halved", [(Flag.FOSTER_CARER, 0.9)], "norfolk", Stage.ONE, id="not a carer's other complaint"),
        pytest.param("I have concerns about my mileage as a carer", [(Flag.FOSTER_CARER, 0.9)], "norfolk", Stage.ONE, id="not concerns of the carer's own"),
    ],
)  # fmt: skip
def test_where_a_foster_carer_s_complaint_enters(text, flags, council, stage):
    found = assess_text(text, Subject.CORPORATE, flags=flags, council=council)
    assert stage_of(found) is stage


# --- flags ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("flag", sorted(BEHAVIOUR_FLAGS))
def test_behaviour_is_never_more_than_a_question(flag):
    found = assess_text("no one visits", Subject.STATUTORY, flags=[(flag, 0.99)])
    assert [(f.flag, f.sureness) for f in found.flags] == [(flag, Sureness.FAIRLY_SURE)]


@pytest.mark.parametrize("flag", sorted(Flag))
def test_every_flag_names_its_source(flag):
    found = assess_text("no one visits", Subject.STATUTORY, flags=[(flag, 0.97)])
    assert found.has(flag)
    assert found.flags[0].ruling.source


@pytest.mark.parametrize("flag", [Flag.SAFEGUARDING, Flag.SELF_HARM])
def test_an_unsure_risk_is_put_before_a_person_first(flag):
    unsure = assess_text("no one visits", Subject.STATUTORY, flags=[(flag, 0.3)], kind=Kind.ESCALATION, stage=None)
    assert unsure.doubts[0].code == "risk_unsure"
    assert unsure.doubts[0].about == f"flag:{flag.value}"
    assert "risk_unsure" not in codes(assess_text("no one visits", Subject.STATUTORY, flags=[(flag, 0.97)]))


# --- what always holds ----------------------------------------------------------------------------------------------

TEXT = "One line. Two lines. The judge and the police. My social worker's accent, the bins, and a data breach at the conference."
PARTS = [
    "One line.",
    "Two lines.",
    "The judge and the police.",
    "My social worker's accent,",
    "the bins,",
    "a data breach at the conference.",
]
spans = st.lists(st.sampled_from(PARTS), max_size=3, unique=True)
certainty = st.floats(0, 1, allow_nan=False)
subject_findings = st.lists(st.tuples(st.sampled_from(Subject), certainty, spans), max_size=5, unique_by=lambda s: s[0])
flag_findings = st.lists(st.tuples(st.sampled_from(Flag), certainty), max_size=5, unique_by=lambda f: f[0])
councils = st.sampled_from([load_council(c) for c in ("brackenshire", "norfolk", "shropshire")])


def _assess(reading: Reading, council: Council):
    return assess(reading, council=council, procedures=PROCEDURES, received_on=RECEIVED_ON)


@given(subjects=subject_findings, flags=flag_findings, kind=st.sampled_from(sorted(COMPLAINTS)), council=councils)
def test_a_complaint_always_has_sound_matters(subjects, flags, kind, council):
    found = _assess(make_reading(TEXT, subjects, flags=flags, kind=kind), council)
    assert found.matters
    assert [m.number for m in found.matters] == list(range(1, len(found.matters) + 1))
    for matter in found.matters:
        assert (matter.procedure == "") == (matter.route is Route.OUT_OF_SCOPE) == matter.needs_discretion
        assert 0 < len(matter.gist) <= LONGEST_GIST
        assert all(TEXT[s.start : s.end] == s.quote for s in matter.evidence)
        assert len(set(matter.evidence)) == len(matter.evidence)
    keys = [(m.route, m.reason, m.procedure) for m in found.matters]
    assert len(set(keys)) == len(keys)
    numbers = {f"matter:{m.number}" for m in found.matters}
    assert {d.about for d in found.doubts if d.about.startswith("matter:")} <= numbers
    assert found.stage is not None


@given(subjects=subject_findings, flags=flag_findings, council=councils)
def test_every_reason_found_is_proposed_and_none_is_invented(subjects, flags, council):
    found = _assess(make_reading(TEXT, subjects, flags=flags), council)
    reasons = {Reason(s.value) for s, _, _ in subjects if s.value in set(Reason)}
    assert {m.reason for m in found.matters if m.reason} == reasons


@given(
    subjects=subject_findings, flags=flag_findings, more=st.lists(st.sampled_from(sorted(BEHAVIOUR_FLAGS)), unique=True)
)
def test_behaviour_changes_neither_route_nor_stage_nor_doubt(subjects, flags, more):
    plain = make_reading(TEXT, subjects, flags=[(f, c) for f, c in flags if f not in BEHAVIOUR_FLAGS])
    span = evidence(TEXT, TEXT)
    rude = replace(plain, flags=(*plain.flags, *(Finding(label=f, confidence=0.99, evidence=(span,), found_by=MODEL) for f in more)))  # fmt: skip
    left, right = _assess(plain, BRACKENSHIRE), _assess(rude, BRACKENSHIRE)
    assert (left.matters, left.stage, left.doubts, left.kind) == (right.matters, right.stage, right.doubts, right.kind)


@given(subjects=subject_findings)
def test_the_same_reading_gives_the_same_assessment(subjects):
    reading = make_reading(TEXT, subjects)
    assert _assess(reading, BRACKENSHIRE) == _assess(reading, BRACKENSHIRE)
