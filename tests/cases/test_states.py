"""The tables of states are complete, and only what they hold is allowed."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import pytest

from cases import states
from cases.states import (
    AlertState,
    BehaviourState,
    CaseState,
    LetterState,
    MailState,
    MatterState,
    MoveError,
    TaskState,
    check_move,
)

TABLES: list[tuple[type[StrEnum], Mapping[Any, frozenset[Any]]]] = [
    (MailState, states.MAIL_MOVES),
    (CaseState, states.CASE_MOVES),
    (MatterState, states.MATTER_MOVES),
    (TaskState, states.TASK_MOVES),
    (BehaviourState, states.BEHAVIOUR_MOVES),
    (LetterState, states.LETTER_MOVES),
    (AlertState, states.ALERT_MOVES),
]


@pytest.mark.parametrize(("enum", "moves"), TABLES, ids=lambda value: getattr(value, "__name__", "table"))
def test_every_state_stands_in_its_table(enum, moves):
    assert set(moves) == set(enum)


@pytest.mark.parametrize(
    ("moves", "old", "new"),
    [
        pytest.param(states.LETTER_MOVES, LetterState.TO_SIGN, LetterState.APPROVED, id="a letter is signed"),
        pytest.param(states.LETTER_MOVES, LetterState.APPROVED, LetterState.RETURNED, id="a signed letter is stopped"),
        pytest.param(states.CASE_MOVES, CaseState.ACKNOWLEDGED, CaseState.TRIAGE, id="a reply brings a case back"),
    ],
)
def test_these_moves_are_allowed(moves, old, new):
    check_move(moves, old, new)
    assert new in moves[old]


@pytest.mark.parametrize(
    ("moves", "old", "new"),
    [
        pytest.param(states.LETTER_MOVES, LetterState.DRAFT, LetterState.APPROVED, id="a draft nobody asked to sign"),
        pytest.param(states.LETTER_MOVES, LetterState.DRAFT, LetterState.SENDING, id="a draft cannot be sent"),
        pytest.param(
            states.LETTER_MOVES, LetterState.TO_SIGN, LetterState.SENDING, id="an unsigned letter is not sent"
        ),
        pytest.param(states.LETTER_MOVES, LetterState.RETURNED, LetterState.SENT, id="a returned letter is not sent"),
        pytest.param(states.LETTER_MOVES, LetterState.SENT, LetterState.DRAFT, id="a sent letter is never edited"),
        pytest.param(states.LETTER_MOVES, LetterState.UNCERTAIN, LetterState.SENDING, id="no second send by itself"),
        pytest.param(
            states.CASE_MOVES, CaseState.TRIAGE, CaseState.ACKNOWLEDGED, id="no clock closes without a letter"
        ),
        pytest.param(states.ALERT_MOVES, AlertState.OPEN, AlertState.CONFIRMED, id="confirmed before escalated"),
    ],
)
def test_these_moves_are_refused(moves, old, new):
    with pytest.raises(MoveError) as refused:
        check_move(moves, old, new)
    assert (refused.value.old, refused.value.new) == (old, new)


def test_only_signing_leads_to_sending():
    """Whatever way a letter takes to SENDING, it passes APPROVED, and APPROVED by signing, a retry, or a person's hand.

    A held letter was signed: HELD is only reached from APPROVED.
    """
    before_sending = {old for old, news in states.LETTER_MOVES.items() if LetterState.SENDING in news}
    before_approved = {old for old, news in states.LETTER_MOVES.items() if LetterState.APPROVED in news}
    assert before_sending == {LetterState.APPROVED}
    before_held = {old for old, news in states.LETTER_MOVES.items() if LetterState.HELD in news}
    assert before_approved == {LetterState.TO_SIGN, LetterState.SENDING, LetterState.HELD}
    assert before_held == {LetterState.APPROVED}


def test_a_case_rests_again_without_a_letter_only_out_of_the_hands_of_the_team():
    assert set(states.CASE_BACK) == {CaseState.TRIAGE, CaseState.LETTER}
    assert {new for found in states.CASE_BACK.values() for new in found} == {CaseState.ACKNOWLEDGED, CaseState.FILED}
