"""Lay out a case's letters, and the questions of one that a person begins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cases.desk import desk_words
from cases.models import Letter
from cases.selectors.further import LettersFile
from cases.services.further.beginning import STILL_OPEN
from cases.states import LetterState
from letters.asked import Ask, AskKind
from letters.draft import Channel, LetterId
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

USES: Final[Mapping[LetterId, str]] = {
    LetterId.CONSENT: "When they write for somebody else, who has to agree first.",
    LetterId.MORE_INFORMATION: "When we cannot go on before they tell us more.",
    LetterId.EXTENSION: "When a reply will be, or is, later than its day. More time is written down under Dates first.",
    LetterId.OMBUDSMAN: "When every stage is over, when our reply is late, or when they ask.",
    LetterId.BEHAVIOUR_WARNING: "When a manager has confirmed, under Refusals and behaviour, that it is needed.",
    LetterId.COMPLIMENT: "When their thanks were passed on.",
    LetterId.SAFEGUARDING_SHARE: "When a sign of danger was passed on, and a social worker agrees that they may know.",
    LetterId.PASSED_ON: "When another team or body deals with what they asked for.",
}
"""When each letter that a person begins is the right one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """Hold one letter of a case in a list; ``who`` says who wrote and signed it."""

    id: int
    name: str
    state: str
    day: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedLine:
    """Hold one letter that may be begun, and when; ``begun`` is the one of its kind that has not gone, None if none."""

    code: str
    name: str
    use: str
    begun: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersView:
    """Hold the page of a case's letters: those there are, those that may be begun, and where they go.

    ``email`` is the address of those by email, "" if none is known; ``post`` asks for the address of those by post.
    """

    letters: tuple[LetterLine, ...]
    offered: tuple[OfferedLine, ...]
    email: str
    post: FormField


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginView:
    """Hold the questions of a letter; ``does`` is what its button says."""

    code: str
    name: str
    fields: tuple[FormField, ...]
    does: str


def lay_out_letters(
    file: LettersFile,
    *,
    typed: Mapping[str, Sequence[str]] | None = None,
    errors: Mapping[str, str] | None = None,
) -> LettersView:
    """Return the page of a case's letters, with what was typed as postal address and what is wrong with it."""
    heads = desk_words().heads
    begun = {row.letter: row.pk for row in file.letters if row.is_further and row.state in STILL_OPEN}
    return LettersView(
        letters=tuple(
            LetterLine(
                id=row.pk,
                name=heads[LetterId(row.letter)].name,
                state=_say_state(row),
                day=_say_day(row),
                who=_say_who(row),
            )
            for row in file.letters
        ),
        offered=tuple(
            OfferedLine(
                code=str(letter), name=heads[letter].name, use=USES.get(letter, ""), begun=begun.get(str(letter))
            )
            for letter in file.offered
        ),
        email=file.case.person_address,
        post=Filled(typed, errors or {}).area(
            "post",
            "Postal address",
            hint="One line each, as on the envelope: street, town, postcode. Ask the person, never guess it.",
            first=file.case.person_post,
        ),
    )


def lay_out_questions(
    letter: LetterId,
    file: LettersFile,
    *,
    first: Mapping[str, str],
    sources: Mapping[str, str] | None = None,
    typed: Mapping[str, Sequence[str]] | None = None,
    errors: Mapping[str, str] | None = None,
    is_new: bool = True,
) -> BeginView:
    """Return the questions of a letter, filled with what was typed, else with what is known of their answers.

    ``sources`` say by the question where a day that is known comes from.
    """
    head = desk_words().heads[letter]
    matters = [(str(m.number), f"{m.number}. {m.gist}") for m in file.matters]
    known = _as_typed(head.asks, first) | {ABOUT: [value for value, _ in matters]}
    form = Filled(typed if typed is not None else known, errors or {})
    about = (form.ticks(ABOUT, "Which matters it is about", matters),) if len(matters) > 1 else ()
    return BeginView(
        code=str(letter),
        name=head.name,
        fields=(
            *(about if is_new else ()),
            *(_field(ask, form, (sources or {}).get(ask.key, "")) for ask in head.asks),
        ),
        does="Write the letter" if is_new else "Write it again",
    )


def _say_state(row: Letter) -> str:
    if row.came_back_at:
        return "It did not arrive"
    if row.state == LetterState.APPROVED and row.channel == Channel.POST:
        return "Signed: print it and post it"
    return STATES[LetterState(row.state)]


def _say_day(row: Letter) -> str:
    if row.posted_on:
        return f"Posted on {say_long_day(row.posted_on)}"
    verb, at = ("Sent", row.sent_at) if row.sent_at else ("Begun", row.made_at)
    way = " by email" if row.sent_at else ""
    return f"{verb}{way} on {say_long_day(local_day(at))}"


def _say_who(row: Letter) -> str:
    written = f"Written by {row.writer.full_name}" if row.writer else ""
    signed = f"signed by {row.signer.full_name}" if row.signer else ""
    return ", ".join(filter(None, (written, signed)))


def _field(ask: Ask, form: Filled, source: str) -> FormField:
    label = ask.label if ask.needed else f"{ask.label} (optional)"
    if ask.kind is AskKind.DAY:
        return form.day(ask.key, label, hint=" ".join(filter(None, (ask.hint, source))))
    if ask.kind is AskKind.CHOICE:
        return form.radios(ask.key, label, ask.choices, hint=ask.hint)
    if ask.kind is AskKind.LINES:
        return form.area(ask.key, label, hint=_hint_of_lines(ask))
    return form.area(ask.key, label, hint=ask.hint)


def _hint_of_lines(ask: Ask) -> str:
    """Return the hint of a list, with what it does not say itself: one on each line, and how many."""
    each = "" if "line" in ask.hint else "One on each line."
    most = "" if "at most" in ask.hint else f"{ask.most} at most."
    return " ".join(filter(None, (ask.hint, each, most)))


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
