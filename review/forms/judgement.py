"""Read what a person typed on the page of refusals and behaviour."""

from datetime import date

from django.http import QueryDict

from cases.services.judgement.recording import Judgement
from cases.services.judgement.restricting import Length

ANSWER = "answer-"
"""Begins the name of a field that answers one question."""


def read_judgement(post: QueryDict) -> Judgement:
    """Return the judgement of one form."""
    return Judgement(
        matter=read_number(post, "matter"),
        question=post.get("question", ""),
        decision=post.get("decision", ""),
        why=post.get("why", ""),
        answers={name.removeprefix(ANSWER): post.get(name, "") for name in post if name.startswith(ANSWER)},
        ask_again_on=read_day(post, "ask_again_on"),
        has_read=post.get("has_read") == "yes",
    )


def read_length(post: QueryDict) -> Length:
    """Return how long a limit lasts and when it is reviewed."""
    return Length(read_day(post, "until_on"), read_day(post, "review_on"))


def read_day(post: QueryDict, name: str) -> date | None:
    """Return a day, None for what is none."""
    try:
        return date.fromisoformat(post.get(name, "").strip())
    except ValueError:
        return None


def read_number(post: QueryDict, name: str) -> int:
    """Return a whole number, 0 for what is none."""
    value = post.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 10 else 0
