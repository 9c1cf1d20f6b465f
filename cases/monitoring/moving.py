"""Follow hidden words to where they stand once a mail was read again; what cannot be found hides its whole part."""

import re
from typing import Any

from cases.monitoring.hiding import Stretch, is_there, merge, stretch, texts_of
from ingest.message import Message


def move_hidden(row: Any, before: Message, after: Message) -> Any:
    """Return what a mail's row keeps of its hidden stretches, with their places in the mail as it is read now.

    A stretch whose words are nowhere in their part any more (a file that was read better) hides that part, until a
    person has shown it again and named what to hide: seen too little is put right by a look, seen too much by nothing.
    """
    if not isinstance(row, dict) or not row.get("stretches"):
        return row
    old, new = texts_of(before), texts_of(after)
    found: list[Stretch] = []
    for each in (Stretch(*item) for item in row["stretches"]):
        text = new.get(each.where, "")
        places = _places(each, old.get(each.where, ""), text)
        if text and not places and not row.get("back"):
            places = [stretch(each.where, text, 0, len(text))]
        found += places
    return row | {"stretches": [[each.where, each.start, each.end, each.trace] for each in merge(found, after)]}


def is_whole_part(each: Stretch, message: Message) -> bool:
    """Say whether a stretch hides all of its part."""
    return (each.start, each.end) == (0, len(texts_of(message).get(each.where, "")))


def _places(each: Stretch, old: str, new: str) -> list[Stretch]:
    if is_there(each, new):
        return [each]
    words = old[each.start : each.end].split() if is_there(each, old) else []
    # Read again, a line may end elsewhere.
    pattern = r"\s+".join(re.escape(word) for word in words)
    return [stretch(each.where, new, *match.span()) for match in re.finditer(pattern, new)] if words else []
