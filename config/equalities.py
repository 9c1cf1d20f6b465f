"""Load the monitoring questions of which only totals are kept, each with its closed list of answers and its source."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from config.toml_tables import Faults, Table

EQUALITIES_FILE: Final = Path(__file__).with_name("equalities.toml")
NOT_SAID: Final = "not_said"
NOT_LISTED: Final = "not_listed"
EVERYWHERE: Final = {NOT_SAID: "Preferred not to say", NOT_LISTED: "An answer that is on no list"}
"""The two answers that every question has besides its own."""
LONGEST_CODE: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Hold one answer: how people say it beside its question, and ``alone``; an age by its first and last year."""

    code: str
    words: str
    phrases: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    from_years: int | None = None
    to_years: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Hold one question with its answers, in the order in which they are reported.

    ``otherwise`` is what any answer counts as that stands beside the question and is on no list.
    """

    code: str
    words: str
    source: str
    labels: tuple[str, ...]
    answers: tuple[Answer, ...]
    otherwise: str = NOT_LISTED

    @property
    def codes(self) -> dict[str, str]:
        """Return every answer that may be counted, with its words."""
        return {answer.code: answer.words for answer in self.answers} | EVERYWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitoring:
    """Hold all questions, and how people say that they do not wish to answer one."""

    questions: tuple[Question, ...]
    not_said: tuple[str, ...]

    def question(self, code: str) -> Question | None:
        """Return one question, None if there is none of this code."""
        return next((question for question in self.questions if question.code == code), None)


@cache
def default_monitoring() -> Monitoring:
    """Return the questions that come with Putright."""
    return load_monitoring(EQUALITIES_FILE)


def load_monitoring(path: Path) -> Monitoring:
    """Return the questions of a TOML file, checked as a whole.

    Raises: ConfigError naming every fault.
    """
    faults = Faults()
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        faults.add(path.name, "file", f"cannot be read: {error}", "correct it")
        values = {}
    table = Table(values, file=path.name, path="", faults=faults)
    found = Monitoring(not_said=table.texts("not_said"), questions=tuple(map(_question, table.tables("question"))))
    table.finish()
    for code in _doubles([question.code for question in found.questions]):
        table.fault("question", f"{code} stands twice", "keep one")
    faults.raise_if_any()
    return found


def _question(table: Table) -> Question:
    question = Question(
        code=table.text("code"),
        words=table.text("words"),
        source=table.text("source"),
        labels=table.texts("labels"),
        answers=tuple(map(_answer, table.tables("answers"))),
        otherwise=table.text("otherwise", default=NOT_LISTED),
    )
    table.finish()
    if question.otherwise not in question.codes:
        table.fault("otherwise", f"is {question.otherwise}, which is no answer", "write the code of one")
    codes = [*(answer.code for answer in question.answers), *EVERYWHERE]
    for code in _doubles(codes):
        table.fault("answers", f"{code} stands twice, or is one that every question has", "keep one")
    said = [phrase for answer in question.answers for phrase in (*answer.phrases, *answer.alone)]
    for phrase in _doubles(said):
        table.fault("answers", f'"{phrase}" stands for two answers', "keep it with one")
    if len(question.code) > LONGEST_CODE or not question.labels or not question.answers:
        table.fault("code", "has no labels or no answers, or is too long", "write both, and a shorter code")
    return question


def _answer(table: Table) -> Answer:
    answer = Answer(
        code=table.text("code"),
        words=table.text("words"),
        phrases=table.texts("phrases"),
        alone=table.texts("alone"),
        from_years=table.number("from") if table.has("from") else None,
        to_years=table.number("to") if table.has("to") else None,
    )
    table.finish()
    if (answer.from_years is None) != (answer.to_years is None):
        table.fault("from", "stands without its other end", "write both, from and to")
    return answer


def _doubles(codes: list[str]) -> Iterator[str]:
    yield from sorted({code for code in codes if codes.count(code) > 1})
