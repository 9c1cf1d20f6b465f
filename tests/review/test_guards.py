import pytest

from cases.models import Decision
from classify.labels import BEHAVIOUR_FLAGS, Reason
from review.guards import may_accept_together, needs_person, shown_value


@pytest.mark.parametrize(
    ("key", "suggested", "sureness"),
    [
        ("kind", "complaint", "sure"),
        ("kind", "comment", "fairly_sure"),
        ("kind", "automatic", "sure"),
        ("matter:1", "statutory", "sure"),
        ("matter:2", "english_fluency", "fairly_sure"),
        ("stage", "1", "sure"),
        ("flag:safeguarding", "yes", "sure"),
        ("flag:young_person", "yes", "fairly_sure"),
    ],
)
def test_sure_suggestions_may_be_accepted_together(key, suggested, sureness):
    row = Decision(key=key, suggested=suggested, sureness=sureness)
    assert may_accept_together(row)
    assert shown_value(row) == suggested
    assert not needs_person(row)


@pytest.mark.parametrize(
    ("key", "suggested", "sureness"),
    [
        pytest.param("kind", "complaint", "not_sure", id="not sure"),
        pytest.param("kind", "not_for_us", "sure", id="not for us"),
        pytest.param("kind", "", "sure", id="nothing suggested"),
        pytest.param("matter:1", "", "", id="no suggestion at all"),
        *(pytest.param("matter:1", f"out_of_scope:{r}", "sure", id=f"turned away: {r}") for r in Reason),
        *(pytest.param(f"flag:{flag}", "yes", "sure", id=f"behaviour: {flag}") for flag in sorted(BEHAVIOUR_FLAGS)),
    ],
)
def test_turning_away_and_labelling_need_a_persons_own_choice(key, suggested, sureness):
    row = Decision(key=key, suggested=suggested, sureness=sureness)
    assert not may_accept_together(row)
    assert shown_value(row) == ""
    assert needs_person(row)


@pytest.mark.parametrize("chosen", ["statutory", "out_of_scope:over_a_year"])
def test_what_a_person_chose_stands(chosen):
    row = Decision(key="matter:1", suggested="corporate", sureness="sure", chosen=chosen)
    assert shown_value(row) == chosen
    assert not needs_person(row)
