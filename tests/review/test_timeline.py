import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest

from cases.models import Event, TeamMember
from cases.states import AlertState, MailState
from review.pages.timeline import lay_out_timeline, say_event
from review.pages.timeline_verbs import VERBS
from tests.factories import NOW

SERVICES = Path(__file__).parents[2] / "cases" / "services"
VERB = re.compile(r"(mail|letter|case|cases|matter|message|decisions)_[a-z_]+")
NAMES = {7: "Marcus Bell"}


def verbs_of_services():
    """Return every verb that a service writes down by its name."""
    for path in SERVICES.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for node in call.args if isinstance(call, ast.Call) else ():
                for part in ast.walk(node):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str) and VERB.fullmatch(part.value):
                        yield part.value


def test_everything_a_service_writes_down_has_its_sentence():
    written = {verb for verb in verbs_of_services() if not verb.endswith("_id")} - {"case_assigned"}
    assert len(written) > 20
    assert written - set(VERBS) == set()


@pytest.mark.parametrize("state", sorted(set(AlertState) - {AlertState.OPEN}))
def test_everything_done_about_danger_has_its_sentence(state):
    assert f"alert_{state}" in VERBS


@pytest.mark.parametrize("state", sorted(set(MailState) - {MailState.STORED}))
def test_every_step_of_a_mail_has_its_sentence(state):
    assert f"mail_{state}" in VERBS


@pytest.mark.parametrize(
    ("verb", "facts", "said"),
    [
        ("case_read", {}, "Opened"),
        ("case_assigned", {"to": 7}, "Assigned to Marcus Bell"),
        ("case_assigned", {"to": 99}, "Assigned to somebody who has left"),
        ("case_assigned", {"to": None}, "Assigned to nobody"),
        ("mail_drafted", {"letter": 4}, "Letter prepared"),
        ("mail_drafted", {"letter": None}, "Looked at whether a letter is due: none was prepared"),
        ("something_new", {}, "Something new"),
    ],
)
def test_an_event_is_a_sentence_and_never_hidden(verb, facts, said):
    assert say_event(verb, facts, NAMES) == said


def event(verb, actor=None, minutes=0, **facts):
    return Event(verb=verb, actor=actor, at=NOW + timedelta(minutes=minutes), facts=facts)


def test_one_person_opening_a_case_again_and_again_is_one_line():
    priya, marcus = (TeamMember(id=n, username=name) for n, name in ((1, "priya"), (7, "marcus")))
    events = [
        event("case_read", priya),
        event("case_read", priya),
        event("case_read", marcus),
        event("case_read", priya),
    ]
    assert [line.by for line in lay_out_timeline(events, NAMES)] == ["priya", "marcus", "priya"]


def test_what_the_machine_did_says_so():
    (line,) = lay_out_timeline([event("mail_read", attachments=2)], NAMES)
    assert (line.title, line.by, line.at, line.more) == (
        "Message read",
        "Putright",
        "3 March 2026 at 2:05pm",
        "2 attachments.",
    )


def test_a_change_names_what_was_changed():
    (line,) = lay_out_timeline([event("decisions_saved", changed=["matter:1", "flag:media"])], NAMES)
    assert line.more == "Changed: matter 1, flag media."
