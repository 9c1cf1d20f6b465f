"""Read what a person chose on the page of a case, and how; untouched suggestions are told from choices."""

from collections.abc import Iterable

from django.http import QueryDict

from cases.models import Decision
from cases.services.triage import Choice
from classify.labels import Flag, Route
from review.guards import may_accept_together

LATER, ACCEPT, LETTER = "later", "accept", "letter"
"""What was pressed: keep my choices; accept what may be accepted together; decide everything and write the letter."""

WAS = "was:"
"""Begins the name of a field that holds what a decision showed when the page was opened."""


def read_choices(post: QueryDict, decisions: Iterable[Decision], *, mode: str, unseen: bool) -> dict[str, Choice]:
    """Return the choices to save, by decision key.

    A choice that is already saved is left out, and so, when it is saved for later, is whatever nobody touched; a
    matter the case does not have is no decision yet.
    ``unseen`` marks choices made before the suggestions were shown.
    """
    rows = {row.key: row for row in decisions}
    return {
        key: Choice(value=value, why=_why(post, key), how=_how(rows.get(key), value, unseen=unseen))
        for key, value in read_values(post).items()
        if (key in rows or not key.startswith("matter:"))
        and not _is_old(rows.get(key), value)
        and (mode != LATER or was_touched(post, key, value))
    }


def read_values(post: QueryDict) -> dict[str, str]:
    """Return every value the form holds, by decision key, in the form decisions keep them."""
    values = {key: post.get(key, "") for key in ("kind", "stage") if post.get(key)}
    for name in post:
        if name.startswith("matter:") and name.count(":") == 1 and name[7:].isdecimal() and post[name]:
            values[name] = _matter(post, name)
    return values | _flags(post)


def was_touched(post: QueryDict, key: str, value: str) -> bool:
    """Say whether a value is another than the page showed when it was opened."""
    return value != post.get(f"{WAS}{key}", "")


def _matter(post: QueryDict, name: str) -> str:
    route = post.get(name, "")
    return f"{route}:{post.get(f'{name}:reason', '')}" if route == Route.OUT_OF_SCOPE else route


def _flags(post: QueryDict) -> dict[str, str]:
    values = {}
    for flag in Flag:
        key = f"flag:{flag}"
        if post.get(key) in {"yes", "no"}:
            values[key] = post.get(key, "")
        elif post.get(f"{WAS}{key}") == "yes":
            # A box that was shown ticked and came back without its tick was taken away by a person.
            values[key] = "no"
    return values


def _is_old(row: Decision | None, value: str) -> bool:
    return row is not None and value == row.chosen


def _how(row: Decision | None, value: str, *, unseen: bool) -> str:
    if unseen:
        return "unseen"
    if row is None or value != row.suggested:
        return "changed"
    return "accepted_together" if may_accept_together(row) else "accepted"


def _why(post: QueryDict, key: str) -> str:
    return post.get(f"{key}:why", "").strip()


def read_whys(post: QueryDict) -> dict[str, str]:
    """Return every reason typed beside a choice, by decision key."""
    return {name.removesuffix(":why"): post.get(name, "") for name in post if name.endswith(":why")}
