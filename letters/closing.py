"""Say how a letter ends."""

from letters.draft import Draft, LetterId


def close_with(draft: Draft) -> str:
    """Return the closing words that fit how the person is greeted."""
    if draft.letter is LetterId.YOUNG_PERSON:
        return "Best wishes,"
    unnamed = {"sir", "madam"} & {word.strip(",.").casefold() for word in draft.recipient.greeting.split()}
    return "Yours faithfully," if unnamed else "Yours sincerely,"
