"""Every value of every pack, transcribed a second time from the pages and the project's notes: value by value.

Each line is: name | n, unit stated/used | event stated/used | what it says besides | confidence | where a default stands in.
A dash is "not stated" by the page; "none" as a whole line's value says that there is no such limit at all.
"""

import pytest

from config.packs import load_procedures
from config.procedure import named_limits

PROCEDURES = load_procedures()
VALUES = {
    "norfolk_foster_carers_old": """
        acknowledgement | 5 working/working | -/receipt | | T |
        stage 1 limit | 15 working/working | ack_sent/ack_sent | aim | T |
        stage 1 maximum | 20 working/working | ack_sent/ack_sent | | T | corporate_default
        stage 2 limit | 25 -/working | stage_start/stage_start | generally | T |
        stage 2 acknowledgement | 5 working/working | stage2_request_received/stage2_request_received | | 2 | corporate_default
        stage 3 limit | 25 working/working | -/stage_start | usually | T |
    """,
    "north_yorkshire_children": """
        acknowledgement | 5 working/working | -/receipt | | T |
        stage 1 limit | 20 working/working | -/receipt | | T |
        stage 1 inner_target | 10 working/working | receipt/receipt | | 2 | itself
        stage 1 maximum | 20 working/working | receipt/receipt | | 2 | statutory_default
        stage 1 next_stage_request | 20 working/working | response_received_by_person/response_received_by_person | good practice in guidance, never refused on its own | 2 | statutory_default
        stage 2 limit | 25 working/working | stage2_request_received/stage2_request_received | | 2 | statutory_default
        stage 2 maximum | 65 working/working | stage2_request_received/stage2_request_received | | 2 | statutory_default
        stage 2 next_stage_request | 20 working/working | response_received_by_person/response_received_by_person | with discretion for late requests | 2 | statutory_default
        stage 3 limit | 50 working/working | stage3_request_received/stage3_request_received | | 2 | statutory_default
        stage 3 panel_meets | 30 working/working | stage3_request_received/stage3_request_received | | T | statutory_default
        stage 3 panel_reports | 5 working/working | panel_meeting/panel_meeting | | 2 | statutory_default
        stage 3 reply_after_panel | 15 working/working | panel_report_received/panel_report_received | | 2 | statutory_default
    """,
    "shropshire_children": """
        acknowledgement | 3 -/working | receipt/receipt | | T |
        stage 1 limit | 10 working/working | -/receipt | | T |
        stage 1 maximum | 20 working/working | -/receipt | | T |
        stage 1 next_stage_request | 20 working/working | response_received_by_person/response_received_by_person | good practice in guidance, never refused on its own | 2 | statutory_default
        stage 2 limit | 25 working/working | -/stage2_request_received | aim | T |
        stage 2 maximum | 65 working/working | -/stage2_request_received | | T |
        stage 2 next_stage_request | 20 working/working | response_received_by_person/response_received_by_person | with discretion for late requests | 2 | statutory_default
        stage 3 limit | 65 working/working | -/stage3_request_received | | T |
        stage 3 panel_meets | 30 working/working | stage3_request_received/stage3_request_received | | T | statutory_default
        stage 3 panel_reports | 5 working/working | panel_meeting/panel_meeting | | 2 | statutory_default
        stage 3 reply_after_panel | 15 working/working | panel_report_received/panel_report_received | | 2 | statutory_default
    """,
    "coram_voice_national_description": """
        acknowledgement | 5 working/working | receipt/receipt | | project | statutory_default
        stage 1 limit | 10 working/working | -/receipt | | T |
        stage 1 maximum | 20 working/working | -/receipt | | T |
        stage 1 next_stage_request | 28 -/calendar | response_received_by_person/response_received_by_person | best to try | T |
        stage 2 limit | 25 working/working | -/stage2_request_received | | T |
        stage 2 maximum | 65 working/working | -/stage2_request_received | | T |
        stage 2 next_stage_request | 20 -/working | response_received_by_person/response_received_by_person | | T |
        stage 3 limit | 50 working/working | stage3_request_received/stage3_request_received | | 2 | statutory_default
        stage 3 panel_meets | 30 working/working | stage3_request_received/stage3_request_received | | T | statutory_default
        stage 3 panel_reports | 5 working/working | panel_meeting/panel_meeting | | 2 | statutory_default
        stage 3 reply_after_panel | 15 working/working | panel_report_received/panel_report_received | | 2 | statutory_default
    """,
    "devon_children": """
        acknowledgement | 5 working/working | receipt/receipt | | project | statutory_default
        stage 1 limit | 10 working/working | -/receipt | usually | T |
        stage 1 maximum | 20 -/working | -/receipt | | T |
        stage 1 next_stage_request | 20 working/working | response_received_by_person/response_received_by_person | | T |
        stage 2 limit | 25 working/working | -/stage2_request_received | usually | T |
        stage 2 maximum | 65 working/working | -/stage2_request_received | | T |
        stage 2 next_stage_request | 20 working/working | response_received_by_person/response_received_by_person | with discretion for late requests | 2 | statutory_default
        stage 3 limit | 50 working/working | -/stage3_request_received | up to | T |
        stage 3 panel_meets | 30 working/working | stage3_request_received/stage3_request_received | | T | statutory_default
        stage 3 panel_reports | 5 working/working | panel_meeting/panel_meeting | | 2 | statutory_default
        stage 3 reply_after_panel | 15 working/working | panel_report_received/panel_report_received | | 2 | statutory_default
    """,
    "statutory_default": """
        acknowledgement | 5 working/working | receipt/receipt | | project | itself
        stage 1 limit | 10 working/working | receipt/receipt | | 2 |
        stage 1 maximum | 20 working/working | receipt/receipt | | 2 |
        stage 1 next_stage_request | 20 working/working | response_received_by_person/response_received_by_person | good practice in guidance, never refused on its own | 2 |
        stage 2 limit | 25 working/working | stage2_request_received/stage2_request_received | | 2 |
        stage 2 maximum | 65 working/working | stage2_request_received/stage2_request_received | | 2 |
        stage 2 next_stage_request | 20 working/working | response_received_by_person/response_received_by_person | with discretion for late requests | 2 |
        stage 3 limit | 50 working/working | stage3_request_received/stage3_request_received | | 2 |
        stage 3 panel_meets | 30 working/working | stage3_request_received/stage3_request_received | | T |
        stage 3 panel_reports | 5 working/working | panel_meeting/panel_meeting | | 2 |
        stage 3 reply_after_panel | 15 working/working | panel_report_received/panel_report_received | | 2 |
    """,
    "corporate_default": """
        acknowledgement | 5 working/working | receipt/receipt | | T |
        stage 1 limit | 10 working/working | ack_sent/ack_sent | | T |
        stage 1 maximum | 20 working/working | ack_sent/ack_sent | | T |
        stage 2 acknowledgement | 5 working/working | stage2_request_received/stage2_request_received | | 2 |
        stage 2 limit | 20 working/working | ack_sent/ack_sent | | 2 |
        stage 2 maximum | 40 working/working | ack_sent/ack_sent | | 2 |
    """,
    "english_fluency_default": """
        acknowledgement | 5 working/working | receipt/receipt | | T | corporate_default
        stage 1 limit | 10 working/working | ack_sent/ack_sent | | T | corporate_default
        stage 1 maximum | 20 working/working | ack_sent/ack_sent | | T | corporate_default
        stage 2 acknowledgement | 5 working/working | stage2_request_received/stage2_request_received | | 2 | corporate_default
        stage 2 limit | 20 working/working | ack_sent/ack_sent | | 2 | corporate_default
        stage 2 maximum | 40 working/working | ack_sent/ack_sent | | 2 | corporate_default
    """,
}
NOT_STATED = {
    "norfolk_foster_carers_old": "advocacy; stage 1 next_stage_request; stage 2 maximum; stage 2 next_stage_request; stage 3 acknowledgement; stage 3 maximum",
    "north_yorkshire_children": "stage 2 acknowledgement; stage 3 acknowledgement; stage 3 maximum",
    "shropshire_children": "stage 2 acknowledgement; stage 3 acknowledgement; stage 3 maximum",
    "coram_voice_national_description": "advocacy; stage 2 acknowledgement; stage 3 acknowledgement; stage 3 maximum",
    "devon_children": "advocacy; stage 2 acknowledgement; stage 3 acknowledgement; stage 3 maximum",
    "statutory_default": "advocacy; stage 2 acknowledgement; stage 3 acknowledgement",
    "corporate_default": "advocacy; stage 1 next_stage_request",
    "english_fluency_default": "advocacy; ombudsman; stage 1 next_stage_request",
}
# id: name | post | phone | hours | text | website | when | stale; every word as its page prints it
POST = "PO Box 4771, Coventry, CV4 0EH"
OMBUDSMAN = {
    "norfolk_foster_carers_old": ("Local Government Ombudsman", POST, "0845 602 1983", "Mon-Fri 8.30am-5pm", "0762 480 4323", "", "any time; usually after the council's procedure", True),
    "north_yorkshire_children": ("local government ombudsman", "", "", "", "", "", "any time for advice; usually after the council has had its chance", False),
    "shropshire_children": ("Ombudsman", "", "", "", "", "", "any point; usually after the procedure", False),
    "coram_voice_national_description": ("Local Government Ombudsman", "", "0300 061 0614", "Mon-Fri 8.30am-5pm", "text 'call back' to 0762 481 1595", "", "any time; usually after the council; also if the council misses its limits without good reason", False),
    "devon_children": ("Local Government and Social Care Ombudsman", POST, "0300 061 0614", "", "", "", "printed as after all three stages", False),
    "statutory_default": ("Local Government and Social Care Ombudsman", "PO Box 4771, Coventry CV4 0EH", "0300 061 0614", "", "", "", "any time, usually after", False),
}  # fmt: skip
TIME_TO_COMPLAIN = {
    "norfolk_foster_carers_old": "12 months from event_or_aware, T, corporate_default",
    "north_yorkshire_children": "1 years from aware, T, ",
    "shropshire_children": "1 years from grounds_arose, 2, statutory_default",
    "coram_voice_national_description": "1 years from grounds_arose, 2, statutory_default",
    "devon_children": "1 years from grounds_arose, 2, statutory_default",
    "statutory_default": "1 years from grounds_arose, 2, ",
    "corporate_default": "12 months from event_or_aware, T, ",
    "english_fluency_default": "12 months from event_or_aware, T, corporate_default",
}
UNITS = {"": "-", "working_days": "working", "calendar_days": "calendar"}


def _line(name, limit):
    default = (limit.default_of or "itself") if limit.is_default else ""
    days = f"{limit.n} {UNITS[limit.stated_unit]}/{UNITS[limit.unit]}"
    events = f"{limit.stated_anchor or '-'}/{limit.anchor}"
    line = f"{name} | {days} | {events} | {limit.firmness} | {limit.confidence} | {default}"
    return " ".join(line.split())


@pytest.mark.parametrize("id_", VALUES)
def test_a_pack_says_value_by_value_what_its_page_says(id_):
    lines = {" ".join(line.split()) for line in VALUES[id_].strip().splitlines()}
    assert {_line(name, limit) for name, limit in named_limits(PROCEDURES[id_]).items()} == lines


def test_no_pack_is_left_out_of_the_audit():
    assert set(VALUES) == set(NOT_STATED) == set(TIME_TO_COMPLAIN) == set(PROCEDURES)


@pytest.mark.parametrize("id_", NOT_STATED)
def test_what_neither_page_nor_default_says_is_named(id_):
    assert "; ".join(PROCEDURES[id_].not_stated) == NOT_STATED[id_]


@pytest.mark.parametrize("id_", OMBUDSMAN)
def test_the_ombudsman_stands_as_the_page_prints_it(id_):
    found = PROCEDURES[id_].ombudsman_as_printed
    printed = (found.name, found.post, found.phone, found.hours, found.text, found.website, found.when, found.is_stale)
    assert printed == OMBUDSMAN[id_]


@pytest.mark.parametrize("id_", TIME_TO_COMPLAIN)
def test_the_time_to_complain_stands_as_the_page_prints_it(id_):
    found = PROCEDURES[id_].time_to_complain
    assert f"{found.n} {found.span} from {found.since}, {found.confidence}, {found.default_of}" == TIME_TO_COMPLAIN[id_]
    assert found.is_default == bool(found.default_of)


CONDITIONS = [
    # pack, limit, words that must stand in its condition
    ("norfolk_foster_carers_old", "stage 2 limit", "can take longer, with updates"),
    ("norfolk_foster_carers_old", "stage 3 limit", "a longer case gets a new date in writing"),
    ("north_yorkshire_children", "acknowledgement", "only if the council cannot reply immediately"),
    ("north_yorkshire_children", "stage 1 limit", "or explain why not"),
    ("shropshire_children", "stage 1 maximum", "told why"),
    ("shropshire_children", "stage 3 limit", "arranged with the person"),
    ("coram_voice_national_description", "stage 1 maximum", "more complicated"),
    ("coram_voice_national_description", "stage 2 next_stage_request", "phone, face to face or writing; more time may be asked for"),
    ("devon_children", "stage 1 maximum", "complex"),
    ("devon_children", "stage 3 limit", "the whole stage"),
    ("statutory_default", "stage 1 maximum", "complex, or an advocate is needed"),
    ("statutory_default", "stage 2 maximum", "written reason and new date"),
    ("statutory_default", "stage 3 reply_after_panel", "with Ombudsman information"),
    ("corporate_default", "acknowledgement", "logged too"),
    ("corporate_default", "stage 1 maximum", "at most 10 more without good reason; the reason and the Ombudsman's details"),
    ("corporate_default", "stage 2 maximum", "at most 20 more"),
]  # fmt: skip


@pytest.mark.parametrize(("id_", "name", "words"), CONDITIONS, ids=[f"{p}: {n}: {w}" for p, n, w in CONDITIONS])
def test_a_limit_carries_its_condition(id_, name, words):
    assert words in named_limits(PROCEDURES[id_])[name].condition


RESPONDERS = [
    ("norfolk_foster_carers_old", 1, "manager in the fostering service, with the Compliments and Complaints Team"),
    ("norfolk_foster_carers_old", 2, "Investigating Officer: usually a senior Children's Services manager who was not involved before; sometimes the complaints team, or somebody external"),
    ("norfolk_foster_carers_old", 3, "for the Chief Executive: a senior officer of another department, the complaints team, or somebody external"),
    ("north_yorkshire_children", 1, "manager of the team that works with the family"),
    ("north_yorkshire_children", 2, "two people independent of the council investigate; a senior manager in children's social care replies"),
    ("north_yorkshire_children", 3, "does not investigate again"),
    ("shropshire_children", 1, "manager in Children's Services, asked by the complaints officer"),
    ("shropshire_children", 2, "external Investigating Officer with an Independent Person"),
    ("shropshire_children", 3, "three people new to the case"),
    ("coram_voice_national_description", 2, "independent of those complained about, who meets the young person and writes a report"),
    ("coram_voice_national_description", 3, "three independent people"),
    ("devon_children", 2, "independent reviewers; the council then writes"),
    ("devon_children", 3, "three people from outside the council; the council then writes"),
    ("statutory_default", 2, "may be in-house but was not involved, the council appoints the Independent Person, and a senior manager then replies"),
    ("statutory_default", 3, "three independent people; one of them chairs"),
    ("corporate_default", 2, "not involved at stage 1"),
    ("english_fluency_default", 1, "the worker is told and heard, and their English is judged against the role"),
    ("english_fluency_default", 2, "not involved in part one"),
]  # fmt: skip


@pytest.mark.parametrize(("id_", "stage", "words"), RESPONDERS, ids=[f"{p}, stage {n}: {w}" for p, n, w in RESPONDERS])
def test_a_stage_names_who_answers(id_, stage, words):
    assert words in PROCEDURES[id_].stages[stage - 1].responder


def test_the_anomaly_of_65_days_for_two_stages_is_kept_as_printed_and_marked():
    anomalies = {
        (id_, name): limit
        for id_, procedure in PROCEDURES.items()
        for name, limit in named_limits(procedure).items()
        if limit.is_anomaly
    }
    assert set(anomalies) == {("shropshire_children", "stage 3 limit")}
    assert anomalies["shropshire_children", "stage 3 limit"].as_printed == "stage 2 and stage 3"


def test_a_report_and_a_full_response_are_told_apart():
    stage = PROCEDURES["shropshire_children"].stages[1]
    assert (stage.limit.milestone, stage.maximum.milestone) == ("report", "full response")


def test_a_missed_first_stage_opens_the_second():
    assert PROCEDURES["statutory_default"].stages[0].if_missed == "the person may go straight to stage 2"


def test_what_the_acknowledgement_must_tell_is_kept_where_a_page_promises_it():
    said = {
        id_: procedure.acknowledgement_says for id_, procedure in PROCEDURES.items() if procedure.acknowledgement_says
    }
    assert said == {
        "north_yorkshire_children": ("who is dealing with the complaint", "a timescale for the reply"),
        "devon_children": ("that the complaint was received", "who will reply", "when to expect the reply"),
        "coram_voice_national_description": (
            "that the complaint was received",
            "that a reply follows in 10 working days",
        ),
    }


def test_what_is_only_recalled_is_shown_and_counts_nothing():
    recalled = {(id_, one.what) for id_, procedure in PROCEDURES.items() for one in procedure.recalled}
    assert recalled == {
        ("statutory_default", "stage 3 acknowledgement"),
        ("statutory_default", "early referral to the Ombudsman"),
        ("statutory_default", "withdrawal"),
        ("english_fluency_default", "that the corporate clock is the one councils use here"),
    }
    assert "stage 3 acknowledgement" not in named_limits(PROCEDURES["statutory_default"])


def test_only_the_replaced_procedure_has_an_end():
    assert {id_: str(procedure.valid_to) for id_, procedure in PROCEDURES.items() if procedure.valid_to} == {
        "norfolk_foster_carers_old": "2026-12-31"
    }


def test_what_has_no_mark_of_its_own_bears_its_pack_s():
    read = {id_ for id_, procedure in PROCEDURES.items() if procedure.confidence == "T"}
    assert read == {id_ for id_, procedure in PROCEDURES.items() if "copy" in procedure.version}
    assert {procedure.confidence for procedure in PROCEDURES.values()} == {"T", "2"}
