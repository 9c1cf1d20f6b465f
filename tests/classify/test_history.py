"""Quoted history decides nothing: not the kind, not the matters, not the stage, no flag; the safety screen reads it."""

from datetime import date

import pytest

from classify.labels import Flag, Kind
from classify.model.packaged import load_model
from classify.read import read
from classify.reading import BODY
from classify.screen import screen
from tests.classify.messages import message

HISTORIES = {
    "a complaint": "> I want to complain. Nobody has arranged contact with my son and the worker lied to me.\n",
    "an escalation": "> I do not accept your reply to my complaint and I want stage 2 now, then the Ombudsman.\n",
    "a threat": "> I will break your arms when I find you, you fat stupid cow.\n",
    "the council's letter": "> The family court is deciding this, so we cannot look at it. You may go to stage 3.\n",
    "a request": "> Under the Freedom of Information Act please tell me how many children are in care.\n",
    "praise": "> Thank you so much for everything, you have been wonderful with the children.\n",
    "harm": "> My uncle hits me every night and I am scared to go home.\n",
}
OWN = {
    "thanks": "Thank you, that is all I needed, you have been very kind.\n",
    "a date": "The dates you asked me for, for my open complaint, are the 3rd and the 10th of May.\n",
    "a complaint": "Nobody has told me why contact stopped. I want to complain and have it looked into.\n",
    "a request": "Please could you refer my son for short breaks? We are free most mornings.\n",
}


def read_it(body):
    return read(message(body, subject="Re: your message"), load_model(), sent_on=date(2026, 6, 1))


def decided(reading):
    return (
        reading.kind.label,
        [finding.label for finding in reading.subjects],
        reading.stage.label if reading.stage else None,
        {finding.label for finding in reading.flags},
    )


@pytest.mark.parametrize("own", [pytest.param(text, id=f"under {name}") for name, text in OWN.items()])
def test_what_the_history_says_moves_nothing(own):
    found = {name: decided(read_it(own + history)) for name, history in HISTORIES.items()}
    assert all(one == found["a request"] for one in found.values()), found


@pytest.mark.parametrize("history", [pytest.param(text, id=name) for name, text in HISTORIES.items()])
def test_no_evidence_lies_in_the_history(history):
    own = OWN["thanks"]
    reading = read_it(own + history)
    findings = (reading.kind, *reading.rivals, *reading.subjects, *reading.flags)
    spans = [span for finding in findings for span in finding.evidence]
    assert all(span.end <= len(own) for span in spans if span.where == BODY)


@pytest.mark.parametrize("history", [pytest.param(text, id=name) for name, text in HISTORIES.items()])
def test_history_alone_is_not_understood_as_anybody_s_wish(history):
    reading = read(message(history), load_model(), sent_on=date(2026, 6, 1))
    assert reading.kind.label is Kind.COMMENT
    assert reading.kind.confidence <= 0.1
    assert reading.flags == ()
    assert reading.subjects == ()


def test_the_screen_reads_the_history():
    assert Flag.SAFEGUARDING in {found.label for found in screen(message(OWN["thanks"] + HISTORIES["harm"])).flags}
