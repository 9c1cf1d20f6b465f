"""Read answers to monitoring questions out of words, and find the lines of a form that hold them. Pure functions."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from config.equalities import NOT_SAID, Monitoring, Question

_ASKED: Final = r"(?:(?:what(?:'s| is)?|which is|how would you describe) )?(?:your |my )?"
_START: Final = r"^[ \t>*\u2022\u25e6\-]*(?:\(?[\da-z]{1,3}(?:\.\d{1,2})*[.):][ \t]+)?"
_BESIDE: Final = r"[ \t]*(?:\([^()\n]*\)[ \t]*)?(?:[:=?\[\u2013-]+[ \t]*|[ \t]{3,}|\t)"
_YEARS: Final = re.compile(r"(?<![\d.,/\u00a3$-])(\d{1,3})(?![\d/]|[.,]\d|\s*%)")
_AGE_ALONE: Final = re.compile(
    r"\baged?\s+(?P<a>\d{1,3})\b|\b(?P<b>\d{1,3})[\s-]*(?:years?(?:[ -]old)?|yrs?|yo)\b"
    r"|(?:^|(?<=[,;/(\n])|(?<=[.;]\s)|\b(?:am|i'm|of|woman|man|male|female))\s*"
    r"(?P<c>\d{2})\s*(?:(?:to|-|\u2013)\s*\d{2}|\+)?\s*(?=[,;./)\n]|$)",
    re.IGNORECASE,
)
"""An age that stands without its question: "aged 43", "43 years old", or a number alone between commas."""
_LIST_MARKS: Final = re.compile(r"[,;./()\n:]|\band\b", re.IGNORECASE)
_LEADING: Final = re.compile(r"^(?:i'?m|i am|a|an|we'?re|we are)\s+", re.IGNORECASE)
_DENIED: Final = re.compile(r"(?:\b(?:not|neither|nor|never)\b|n't\b)[^.;\n]{0,20}$")
_NEED_THEIR_QUESTION: Final = frozenset({"f", "m", "y", "n", "no", "yes", "none", "nil", "other", "n/a"})


def read_answers(stretches: Sequence[str], monitoring: Monitoring) -> dict[str, str]:
    """Return the answer to each question that these stretches answer, by their codes; one answer a question.

    Beside its question an answer is read in any of its wordings, and one that is on no list counts as "not listed".
    Without the question only what can mean nothing else is read.
    """
    text = "\n".join(stretches)
    found = {}
    for question in monitoring.questions:
        beside = [said for said in _said_beside(question, text) if said.strip(" .,;:-[]")]
        answers = [code for said in beside if (code := _answer(question, said, monitoring))]
        answers = answers or [
            code for said in _said_after(question, text) if (code := _answer(question, said, monitoring))
        ]
        if not answers and (alone := _answer_alone(question, text)):
            answers = [alone]
        if answers or beside:
            found[question.code] = answers[0] if answers else question.otherwise
    return found


def find_lines(text: str, monitoring: Monitoring, *, any_answer: bool) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each line that is one question of a form with its answer, there or on the next line.

    With ``any_answer`` what is answered need not be known: "Disability: sickle cell".
    """
    for question in monitoring.questions:
        for match in re.finditer(f"{_START}{_ASKED}{_labels(question)}{_BESIDE}(?P<said>.*)$", text, _FLAGS):
            said, end = match["said"], match.end()
            if not said.strip():
                following = re.compile(r"\s*\n[ \t]*(?P<said>\S.*)$", re.MULTILINE).match(text, end)
                said, end = (following["said"], following.end()) if following else ("", end)
            is_answer = bool(said.strip()) if any_answer else bool(_answer(question, said, monitoring))
            if is_answer and len(said) <= LONGEST_ANSWER:
                yield match.start() + len(match.group()) - len(match.group().lstrip()), end


LONGEST_ANSWER: Final = 120
_FLAGS: Final = re.IGNORECASE | re.MULTILINE


@cache
def _labels(question: Question) -> str:
    longest_first = sorted(question.labels, key=len, reverse=True)
    return rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b"


def _said_beside(question: Question, text: str) -> Iterator[str]:
    """Yield what stands after the question's name, up to the next name, mark or line."""
    for match in re.finditer(f"{_labels(question)}{_BESIDE}", text, re.IGNORECASE):
        yield re.split(r"[\n;,\]]|\.\s|[ \t]{2,}|\.$", text[match.end() :], maxsplit=1)[0]


def _said_after(question: Question, text: str) -> Iterator[str]:
    """Yield the words that follow the question's name without any mark between: "Gender F  Age 29"."""
    for match in re.finditer(f"{_labels(question)} (?P<said>[^\\W_]+(?:[ /-][^\\W_]+)?)", text, re.IGNORECASE):
        yield match["said"]


def _answer(question: Question, said: str, monitoring: Monitoring) -> str:
    """Return the code of an answer that stands beside its question, "" if none is known."""
    if _is_age(question) and (code := _band(question, _YEARS.search(said))):
        return code
    phrases = [(phrase, NOT_SAID) for phrase in monitoring.not_said]
    phrases += [(phrase, answer.code) for answer in question.answers for phrase in (*answer.phrases, *answer.alone)]
    return _longest(said, phrases)


def _answer_alone(question: Question, text: str) -> str:
    if _is_age(question):
        return next((code for match in _AGE_ALONE.finditer(text) if (code := _band(question, match))), "")
    alone = [(phrase, answer.code) for answer in question.answers for phrase in answer.alone]
    return _longest(text, alone) or _listed(question, text)


def _listed(question: Question, text: str) -> str:
    """Return the answer that is an entry of a list by itself: "male, 67, Indian, Hindu"."""
    phrases = {phrase: answer.code for answer in question.answers for phrase in answer.phrases}
    entries = (_LEADING.sub("", entry.strip()).lower() for entry in _LIST_MARKS.split(text))
    return next((phrases[e] for e in entries if e in phrases and e not in _NEED_THEIR_QUESTION), "")


def _longest(said: str, phrases: Sequence[tuple[str, str]]) -> str:
    """Return the code of the longest phrase that is said, the first where two are as long."""
    words = " ".join(said.lower().split())
    for phrase, code in sorted(phrases, key=lambda pair: -len(pair[0])):
        match = re.search(rf"(?<![\w-]){re.escape(phrase)}(?![\w-])", words)
        if match and not _DENIED.search(words[: match.start()]):
            return code
    return ""


def _is_age(question: Question) -> bool:
    return any(answer.from_years is not None for answer in question.answers)


def _band(question: Question, match: re.Match[str] | None) -> str:
    years = int(next(filter(None, match.groups()), "0")) if match else 0
    for answer in question.answers:
        if (answer.from_years or 0) <= years <= (answer.to_years or 0) and years:
            return answer.code
    return ""
