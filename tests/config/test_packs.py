"""Packs: every value with its source, gaps filled and marked, all faults in one message."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from classify.labels import Reason
from config.council import Contact, LetterStyle, ReceiptConvention
from config.packs import HOME, load_calendar, load_council, load_councils, load_procedures
from config.procedure import Anchor, Confidence, Family, Unit, named_limits
from config.toml_tables import ConfigError

PROCEDURES = load_procedures()
EXAMPLES = [(procedure, example) for procedure in PROCEDURES.values() for example in procedure.examples]


def test_the_packs_are_the_known_procedures_and_councils():
    assert set(PROCEDURES) == {
        "coram_voice_national_description",
        "corporate_default",
        "devon_children",
        "english_fluency_default",
        "norfolk_foster_carers_old",
        "north_yorkshire_children",
        "shropshire_children",
        "statutory_default",
    }
    assert set(load_councils()) == {"brackenshire", "devon", "norfolk", "north_yorkshire", "shropshire"}


@pytest.mark.parametrize(
    ("procedure", "example"), EXAMPLES, ids=[f"{p.id}: {e.what} from {e.anchor_on}" for p, e in EXAMPLES]
)
def test_a_pack_s_worked_example_is_counted_so(procedure, example):
    limit = named_limits(procedure)[example.what]
    if limit.unit is Unit.CALENDAR_DAYS:
        assert (example.due_on - example.anchor_on).days == limit.n
    else:
        assert load_calendar().add_working_days(example.anchor_on, limit.n)[0] == example.due_on


@pytest.mark.parametrize("procedure", PROCEDURES.values(), ids=list(PROCEDURES))
def test_every_limit_says_where_it_is_written(procedure):
    assert all(limit.source for limit in named_limits(procedure).values())
    assert procedure.source
    assert procedure.examples


def test_every_pack_marks_its_confidence_and_nothing_recalled_is_in_force():
    for procedure in PROCEDURES.every_version():
        assert Confidence.RECALLED not in {limit.confidence for limit in named_limits(procedure).values()}
        assert procedure.time_to_complain.confidence is not Confidence.RECALLED
    for file in sorted((HOME / "procedures").glob("*.toml")):
        text = file.read_text(encoding="utf-8")
        assert text.count("unit_used = ") == text.count("unit_stated = ") == text.count("from_stated = ")


@pytest.mark.parametrize(
    ("procedure_id", "name", "n", "anchor", "stated", "is_default"),
    [
        pytest.param("norfolk_foster_carers_old", "stage 1 limit", 15, Anchor.ACK_SENT, "working_days", False, id="15 from the acknowledgement"),
        pytest.param("norfolk_foster_carers_old", "stage 2 limit", 25, Anchor.STAGE_START, "", False, id="25 days of no stated kind"),
        pytest.param("shropshire_children", "acknowledgement", 3, Anchor.RECEIPT, "", False, id="3 days of no stated kind"),
        pytest.param("shropshire_children", "stage 3 limit", 65, Anchor.STAGE3_REQUEST_RECEIVED, "working_days", False, id="65 as printed"),
        pytest.param("north_yorkshire_children", "stage 1 limit", 20, Anchor.RECEIPT, "working_days", False, id="20 as printed"),
        pytest.param("north_yorkshire_children", "stage 1 inner_target", 10, Anchor.RECEIPT, "working_days", True, id="10 is not theirs"),
        pytest.param("north_yorkshire_children", "stage 2 limit", 25, Anchor.STAGE2_REQUEST_RECEIVED, "working_days", True, id="stage 2 filled"),
        pytest.param("north_yorkshire_children", "stage 3 panel_meets", 30, Anchor.STAGE3_REQUEST_RECEIVED, "working_days", True, id="panel filled"),
        pytest.param("devon_children", "acknowledgement", 5, Anchor.RECEIPT, "working_days", True, id="acknowledgement filled"),
        pytest.param("devon_children", "stage 1 next_stage_request", 20, Anchor.RESPONSE_RECEIVED, "working_days", False, id="20 from receiving the reply"),
        pytest.param("devon_children", "stage 2 next_stage_request", 20, Anchor.RESPONSE_RECEIVED, "working_days", True, id="stage 3 request filled"),
        pytest.param("statutory_default", "acknowledgement", 5, Anchor.RECEIPT, "working_days", True, id="law sets no number"),
        pytest.param("corporate_default", "stage 1 limit", 10, Anchor.ACK_SENT, "working_days", False, id="Code: from the acknowledgement"),
        pytest.param("english_fluency_default", "stage 1 limit", 10, Anchor.ACK_SENT, "working_days", True, id="fluency: corporate clock"),
        pytest.param("english_fluency_default", "stage 2 limit", 20, Anchor.ACK_SENT, "working_days", True, id="fluency: corporate clock, part two"),
        pytest.param("coram_voice_national_description", "stage 1 next_stage_request", 28, Anchor.RESPONSE_RECEIVED, "", False, id="28 calendar days"),
    ],
)  # fmt: skip
def test_a_limit_is_what_its_page_says(procedure_id, name, n, anchor, stated, is_default):
    limit = named_limits(PROCEDURES[procedure_id])[name]
    assert (limit.n, limit.anchor, limit.stated_unit, limit.is_default) == (n, anchor, stated, is_default)


@pytest.mark.parametrize(
    ("procedure_id", "name"),
    [
        pytest.param(
            "norfolk_foster_carers_old", "stage 1 next_stage_request", id="Norfolk: nobody says by when to go on"
        ),
        pytest.param(
            "norfolk_foster_carers_old", "stage 2 maximum", id="Norfolk: the default's counts from another day"
        ),
        pytest.param("corporate_default", "stage 1 next_stage_request", id="the Code is silent"),
        pytest.param("statutory_default", "stage 3 acknowledgement", id="2 days are recalled only"),
    ],
)
def test_what_nobody_states_is_named_and_not_invented(procedure_id, name):
    procedure = PROCEDURES[procedure_id]
    assert name in procedure.not_stated
    assert name not in named_limits(procedure)


@pytest.mark.parametrize("council", load_councils().values(), ids=list(load_councils()))
def test_a_council_names_no_description_and_the_current_ombudsman(council):
    assert {Family.STATUTORY, Family.CORPORATE, Family.ENGLISH_FLUENCY} <= set(council.procedures)
    assert all(PROCEDURES[id_].family is family for family, id_ in council.procedures.items())
    assert council.ombudsman.name == "Local Government and Social Care Ombudsman"
    assert council.ombudsman.phone == "0300 061 0614"


@pytest.mark.parametrize("council_id", ["devon", "norfolk", "north_yorkshire", "shropshire"])
def test_a_real_council_has_no_contact_nobody_checked(council_id):
    council = load_council(council_id)
    assert council.team == council.duty == council.advocacy == council.foster_support == Contact()
    assert not council.signposts


def test_the_demonstration_council_has_a_signpost_for_every_reason():
    council = load_council("brackenshire")
    assert {reason.value for reason in Reason} <= set(council.signposts)
    bodies = {"police", "courts", "cafcass", "nhs", "school", "ofsted", "another_council", "adult_care"}
    assert {f"other_body.{body}" for body in bodies} <= set(council.signposts)
    assert council.receipt is ReceiptConvention.STRICT


def test_an_unknown_council_or_calendar_names_the_known_ones():
    with pytest.raises(ConfigError, match="brackenshire"):
        load_council("atlantis")
    with pytest.raises(ConfigError, match="england"):
        load_calendar("mars")


@pytest.fixture
def own(tmp_path) -> Path:
    for kind in ("procedures", "councils", "calendars"):
        (tmp_path / kind).mkdir()
    return tmp_path


def _copy(own: Path, kind: str, name: str, *, to: str = "", **changes: str) -> None:
    text = (HOME / kind / f"{name}.toml").read_text(encoding="utf-8").replace(f'id = "{name}"', f'id = "{to or name}"')
    for old, new in changes.values():
        assert old in text
        text = text.replace(old, new)
    (own / kind / f"{to or name}.toml").write_text(text, encoding="utf-8")


def test_a_council_adds_its_own_packs_and_replaces_ours(own):
    _copy(own, "procedures", "corporate_default", a=('version = "Code of February 2024"', 'version = "ours, 2025"'))
    _copy(own, "procedures", "devon_children", to="ours_children")
    _copy(own, "councils", "devon", to="ours", a=("devon_children", "ours_children"), b=("DCC", "OUR"))
    assert load_procedures(own)["corporate_default"].version == "ours, 2025"
    assert load_council("ours", own).procedures[Family.STATUTORY] == "ours_children"
    assert "ours" not in load_councils()


def test_all_faults_of_all_files_come_in_one_message(own):
    _copy(
        own, "procedures", "devon_children", to="ours_children",
        a=("n = 10,", "n = 0,"), b=('confidence = "T" }', 'confidence = "R" }'), c=('from = "receipt"', 'from = "whenever"'),
        d=('publisher = "Devon County Council"', 'publisher = ""\npublishr = "x"'),
    )  # fmt: skip
    (own / "procedures" / "broken.toml").write_text("id = ", encoding="utf-8")
    _copy(own, "councils", "devon", to="ours", a=("devon_children", "nowhere_children"))
    with pytest.raises(ConfigError) as caught:
        load_councils(own)
    said = str(caught.value)
    for part in ("stages[1].limit.n: is 0; write a whole number", "confidence: is 'R'", "'whenever'; write one of receipt",
                 "publishr: is not known here", "broken.toml: file: cannot be read", "procedures.statutory: 'nowhere_children'"):  # fmt: skip
        assert part in said
    assert len(caught.value.faults) >= 8


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param('acknowledgement = "not stated"\nacknowledgement_says', "acknowledgement_says", "acknowledgement: is missing", id="a forgotten line is not a silence"),
        pytest.param('default = "statutory_default"', 'default = "nothing_default"', "no pack or leads back", id="default that is not there"),
        pytest.param('default = "statutory_default"', 'default = "ours_children"', "no pack or leads back", id="default of itself"),
        pytest.param('default = "statutory_default"\n', "", "there is no default", id="a gap and no default"),
        pytest.param("number = 3", "number = 4", "number them 1, 2, 3", id="stages misnumbered"),
        pytest.param("valid_from = 2026-01-01", 'valid_from = "2026"', "write a date", id="a date in quotation marks"),
        pytest.param("valid_from = 2026-01-01", "valid_from = 2026-01-01\nvalid_to = 2025-01-01", "before valid_from", id="ends before it begins"),
        pytest.param('what = "stage 3 limit"', 'what = "stage 9 limit"', "names no limit", id="an example of nothing"),
        pytest.param('id = "ours_children"', 'id = "other"', "the same name", id="file and id differ"),
        pytest.param("number = 2\n", 'number = 2\ngate = "if we agree"\n', "stages.2..gate: is 'if we agree'; take it out", id="a gate where the person has a right"),
        pytest.param("maximum = { n = 65,", "maximum = { n = 6,", "stages.2..maximum.n: is 6, less than the 25", id="a longest time that is shorter"),
        pytest.param('publisher = "', 'publsher = "x"\npublisher = "', "publsher: is not known here; correct its spelling, perhaps to publisher, or take it out; known are acknowledgement", id="a misspelt key"),
        pytest.param('acknowledgement = "not stated"\nacknowledgement_says', 'acknowledgement = "no such limit"\nacknowledgement_says', "acknowledgement: is 'no such limit'; write a table", id="nobody is acknowledged"),
        pytest.param("[ombudsman]", '[[entry_rules]]\nwhen = "child_protection"\nwords = "x"\nenters = 1\nsource = "x"\n\n[ombudsman]', "when: is 'child_protection'; write one of after_allegations_outcome, child_protection_conference", id="an entry rule nobody looks for"),
        pytest.param("[ombudsman]", '[[entry_rules]]\nwhen = "child_protection_conference"\nwords = "x"\nenters = 4\nsource = "x"\n\n[ombudsman]', "enters: is 4, and there are 3 stages", id="an entry at a stage that is not there"),
        pytest.param('website = "not stated"\n', "", "ombudsman.website: is None; write some text in quotation marks, or", id="a contact's line left out"),
        pytest.param('time_to_complain = "not stated"\n', "", "time_to_complain: is missing; write it out, or", id="the time to complain left out"),
        pytest.param('from_stated = "unspecified", from = "receipt", firmness', 'from_stated = "never", from = "receipt", firmness', "from_stated: is 'never'; write one of unspecified, receipt", id="an event that is none"),
        pytest.param('stage 1", confidence = "T" }\nmaximum', 'stage 1", confidence = "T", is_default = "yes" }\nmaximum', "true or false", id="a flag in quotation marks"),
    ],
)  # fmt: skip
def test_a_wrong_pack_is_refused_with_the_cure(own, old, new, said):
    _copy(own, "procedures", "devon_children", to="ours_children", a=(old, new))
    with pytest.raises(ConfigError, match=said):
        load_procedures(own)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param('statutory = "devon_children"', 'statutory = "corporate_default"', "is a corporate procedure", id="wrong family"),
        pytest.param('corporate = "corporate_default"\n', "", "corporate: is None", id="family left out"),
        pytest.param("[ombudsman]", '[brand]\ncolour = "teal"\n[ombudsman]', "#174a4f", id="a colour by name"),
        pytest.param("[ombudsman]", "[duty]\nfax = '1'\n[ombudsman]", "duty.fax: is not known", id="unknown contact key"),
        pytest.param("[ombudsman]", "[team]\nemail = 'team at council'\n[ombudsman]", "write one address", id="an address that is none"),
        pytest.param("[ombudsman]", "[team]\nwebsite = 'council.example'\n[ombudsman]", "https://", id="half a web address"),
        pytest.param("[ombudsman]", "[signposts.other_body]\nphone = '1'\n[ombudsman]", "has no name", id="signpost to nobody"),
        pytest.param("[ombudsman]", "[letters]\ntext_points = 18\n[ombudsman]", "letters.text_points: is 18; write 12 or 14", id="large print for everybody"),
        pytest.param("[ombudsman]", "[letters]\ntext_points = 'big'\n[ombudsman]", "letters.text_points: is 'big'; write a whole number", id="a size in words"),
        pytest.param("[ombudsman]", "[letters]\nattach_word = 'yes'\n[ombudsman]", "letters.attach_word: is 'yes'; write true or false", id="an attachment in words"),
        pytest.param("[ombudsman]", "[letters]\nfont = 'Comic'\n[ombudsman]", "letters.font: is not known", id="a choice nobody has"),
    ],
)  # fmt: skip
def test_a_wrong_council_is_refused_with_the_cure(own, old, new, said):
    _copy(own, "councils", "devon", to="ours", a=(old, new))
    with pytest.raises(ConfigError, match=said):
        load_councils(own)


def test_a_council_says_how_its_letters_look_and_where_its_own_words_lie(own):
    assert load_council("devon", own).letters == LetterStyle()
    (own / "letters").mkdir()
    _copy(own, "councils", "devon", to="ours", a=("[ombudsman]", "[letters]\ntext_points = 14\nattach_word = true\n[ombudsman]"))  # fmt: skip
    load_councils.cache_clear()
    assert load_council("ours", own).letters == LetterStyle(text_points=14, attach_word=True, home=own / "letters")
    assert load_council("devon", own).letters.home == own / "letters"
    assert load_council("devon").letters.home is None


def test_a_folder_that_is_not_there_is_a_fault_and_not_our_defaults(tmp_path):
    with pytest.raises(ConfigError, match="is no folder"):
        load_councils(tmp_path / "mistyped")


def test_a_proclaimed_day_added_by_the_council_is_skipped(own):
    _copy(
        own,
        "calendars",
        "england",
        a=(
            "[[extra]]\non = 2022-06-03",
            "[[extra]]\non = 2027-06-11\nname = 'Jubilee'\nsource = 'x'\n\n[[extra]]\non = 2022-06-03",
        ),
    )
    assert load_calendar("england", own).why_not(date(2027, 6, 11)) == "Jubilee"
    assert load_calendar("england").is_working_day(date(2027, 6, 11))


def test_a_calendar_of_an_unknown_country_is_refused(own):
    _copy(own, "calendars", "england", a=('["ENG"]', '["ATL"]'))
    with pytest.raises(ConfigError, match="ENG, WLS, SCT, NIR"):
        load_calendar("england", own)


def test_a_pack_s_own_longest_limit_is_never_cut_by_a_default(own):
    _copy(
        own,
        "procedures",
        "norfolk_foster_carers_old",
        to="ours_foster",
        a=("n = 15,", "n = 30,"),
        b=("2026-09-29", "2026-10-20"),
    )
    stage = load_procedures(own)["ours_foster"].stages[0]
    assert stage.maximum is None
    assert stage.limit == replace(stage.limit, n=30)
