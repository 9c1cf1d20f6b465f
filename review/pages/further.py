"""Lay out a case's letters, and the questions of one that a person begins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cases.desk import desk_words
from cases.selectors.further import LettersFile
from cases.states import LetterState
from letters.asked import Ask, AskKind
from letters.draft import LetterId
from review.forms.further import ABOUT
from review.pages.fields import DAY, MONTH, YEAR, Filled, FormField
from review.words import local_day, say_long_day

STATES: Final[Mapping[LetterState, str]] = {
    LetterState.DRAFT: "Draft",
    LetterState.TO_SIGN: "Waits for a signature",
    LetterState.RETURNED: "Returned to its writer",
    LetterState.APPROVED: "Signed, about to go",
    LetterState.HELD: "Held: look at it before it goes",
    LetterState.SENDING: "Going out now",
    LetterState.UNCERTAIN: "Nobody knows if it left: look at it",
    LetterState.REFUSED: "The mail server refused it",
    LetterState.SENT: "Gone",
    LetterState.DROPPED: "Set aside",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """Hold one letter of a case in a list."""

    id: int
    name: str
    state: str
    day: str
    is_ended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersView:
    """Hold the page of a case's letters: those there are, and those that may be begun."""

    letters: tuple[LetterLine, ...]
    offered: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginView:
    """Hold the questions of a letter; ``does`` is what its button says."""

    code: str
    name: str
    fields: tuple[FormField, ...]
    does: str


def lay_out_letters(file: LettersFile) -> LettersView:
    """Return the page of a case's letters."""
    heads = desk_words().heads
    return LettersView(
        letters=tuple(
            LetterLine(
                id=row.pk,
                name=heads[LetterId(row.letter)].name,
                state=STATES[LetterState(row.state)],
                day=say_long_day(local_day(row.sent_at or row.made_at)),
                is_ended=row.state in {LetterState.SENT, LetterState.DROPPED},
            )
            for row in file.letters
        ),
        offered=tuple((str(letter), heads[letter].name) for letter in file.offered),
    )


def lay_out_questions(
    letter: LetterId,
    file: LettersFile,
    *,
    first: Mapping[str, str],
    typed: Mapping[str, Sequence[str]] | None = None,
    errors: Mapping[str, str] | None = None,
    is_new: bool = True,
) -> BeginView:
    """Return the questions of a letter, filled with what was typed, else with what is known of their answers."""
    head = desk_words().heads[letter]
    matters = [(str(m.number), f"{m.number}. {m.gist}") for m in file.matters]
    known = _as_typed(head.asks, first) | {ABOUT: [value for value, _ in matters]}
    form = Filled(typed if typed is not None else known, errors or {})
    about = (form.ticks(ABOUT, "Which matters it is about", matters),) if len(matters) > 1 else ()
    return BeginView(
        code=str(letter),
        name=head.name,
        fields=(*(about if is_new else ()), *(_field(ask, form) for ask in head.asks)),
        does="Write the letter" if is_new else "Write it again",
    )


def _field(ask: Ask, form: Filled) -> FormField:
    label = ask.label if ask.needed else f"{ask.label} (if there is anything to say)"
    if ask.kind is AskKind.DAY:
        return form.day(ask.key, label, hint=ask.hint)
    if ask.kind is AskKind.CHOICE:
        return form.radios(ask.key, label, ask.choices, hint=ask.hint)
    if ask.kind is AskKind.LINES:
        return form.area(ask.key, label, hint=f"{ask.hint} One on each line, at most {ask.most}.".strip())
    return form.area(ask.key, label, hint=ask.hint)


def _as_typed(asks: Sequence[Ask], first: Mapping[str, str]) -> dict[str, list[str]]:
    """Return answers that are known as if somebody had typed them; every matter is ticked until somebody says less."""
    typed: dict[str, list[str]] = {}
    for ask in asks:
        value = first.get(ask.key, "")
        if ask.kind is AskKind.DAY and value:
            year, month, day = value.split("-")
            typed |= {f"{ask.key}{DAY}": [day.lstrip("0")], f"{ask.key}{MONTH}": [month.lstrip("0")]}
            typed |= {f"{ask.key}{YEAR}": [year]}
        elif value:
            typed[ask.key] = [value]
    return typed
