"""Say how a letter greets its reader, and how it ends."""

from typing import Final

from letters.draft import Draft, LetterId

GREETINGS: Final = frozenset({"dear", "hello", "hi"})


def greet_with(draft: Draft) -> str:
    """Return the greeting without its comma; a bare name is greeted, a young person by their first name."""
    said = " ".join((draft.recipient.greeting or draft.recipient.name).rstrip(", ").split())
    # Mail programs of offices write "Okafor, Chidi".
    last, comma, given = said.partition(", ")
    said = f"{given} {last}" if comma and "," not in given else said
    first, _, rest = said.partition(" ")
    if first.casefold() in GREETINGS and rest:
        return said
    if draft.letter is LetterId.YOUNG_PERSON:
        return f"Hello {first}".strip()
    return f"Dear {said}" if said else "Hello"


def close_with(draft: Draft) -> str:
    """Return the closing words that fit how the person is greeted."""
    if draft.letter is LetterId.YOUNG_PERSON or draft.recipient.greeting.casefold().startswith("hello "):
        return "Best wishes,"
    unnamed = {"sir", "madam"} & {word.strip(",.").casefold() for word in draft.recipient.greeting.split()}
    return "Yours faithfully," if unnamed else "Yours sincerely,"
