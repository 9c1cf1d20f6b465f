import pytest
from django.http import QueryDict

from cases.models import Decision
from cases.services.triage import Choice
from review.forms.choices import ACCEPT, LATER, LETTER, read_choices, read_values

ROWS = (
    Decision(key="kind", suggested="complaint", sureness="sure"),
    Decision(key="matter:1", suggested="statutory", sureness="sure"),
    Decision(key="matter:2", suggested="out_of_scope:over_a_year", sureness="sure"),
    Decision(key="matter:3", suggested="corporate", sureness="sure", chosen="statutory"),
    Decision(key="flag:media", suggested="yes", sureness="sure"),
    Decision(key="flag:threat", suggested="", sureness="not_sure"),
)
SHOWN = {"was:kind": "complaint", "was:matter:1": "statutory", "was:matter:3": "statutory", "was:flag:media": "yes"}
UNTOUCHED = {"kind": "complaint", "matter:1": "statutory", "matter:3": "statutory", "flag:media": "yes"}


def read(posted, mode=LETTER, *, unseen=False):
    query = QueryDict(mutable=True)
    for name, value in (SHOWN | posted).items():
        query[name] = value
    return read_choices(query, ROWS, mode=mode, unseen=unseen)


def test_accepting_takes_what_may_be_accepted_together_and_nothing_else():
    assert read(UNTOUCHED, ACCEPT) == {
        "kind": Choice("complaint", how="accepted_together"),
        "matter:1": Choice("statutory", how="accepted_together"),
        "flag:media": Choice("yes", how="accepted_together"),
    }


def test_saving_for_later_keeps_only_what_a_person_touched():
    assert read(UNTOUCHED, LATER) == {}
    assert read(UNTOUCHED | {"matter:1": "corporate"}, LATER) == {"matter:1": Choice("corporate", how="changed")}


def test_a_choice_of_ones_own_like_the_suggestion_is_told_from_accepting_together():
    posted = {"matter:2": "out_of_scope", "matter:2:reason": "over_a_year", "matter:2:why": " Nobody was hindered. "}
    assert read(posted, LATER) == {
        "matter:2": Choice("out_of_scope:over_a_year", why="Nobody was hindered.", how="accepted"),
        "flag:media": Choice("no", how="changed"),
    }


def test_a_reason_counts_only_with_out_of_scope():
    assert read_values(QueryDict("matter:2=statutory&matter:2:reason=over_a_year")) == {"matter:2": "statutory"}


def test_out_of_scope_without_a_reason_is_passed_on_to_be_refused():
    assert read_values(QueryDict("matter:2=out_of_scope")) == {"matter:2": "out_of_scope:"}


def test_a_tick_taken_away_is_a_no_and_a_box_never_ticked_is_nothing():
    choices = read(UNTOUCHED | {"flag:media": ""})
    assert choices["flag:media"] == Choice("no", how="changed")
    assert "flag:recording" not in choices


def test_a_flag_putright_did_not_see_can_be_added():
    assert read(UNTOUCHED | {"flag:recording": "yes"}, LATER) == {"flag:recording": Choice("yes", how="changed")}


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_a_behaviour_flag_is_answered_never_assumed(answer):
    assert "flag:threat" not in read(UNTOUCHED)
    assert read(UNTOUCHED | {"flag:threat": answer})["flag:threat"] == Choice(answer, how="changed")


def test_choices_before_the_suggestion_was_shown_are_marked_so():
    assert read({"kind": "complaint", "was:flag:media": ""}, LATER, unseen=True) == {}
    query = QueryDict("kind=complaint&matter:1=corporate")
    choices = read_choices(query, ROWS, mode=LATER, unseen=True)
    assert {choice.how for choice in choices.values()} == {"unseen"}
    assert {key: choice.value for key, choice in choices.items()} == {"kind": "complaint", "matter:1": "corporate"}


@pytest.mark.parametrize("name", ["matter:", "matter:x", "matter:1:2", "flag:nonsense", "version", "assignee"])
def test_fields_of_no_decision_are_nothing(name):
    query = QueryDict(mutable=True)
    query[name] = "yes"
    assert read_values(query) == {}
