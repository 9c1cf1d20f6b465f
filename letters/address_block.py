"""Say below the name of a letter's receiver where it goes: an email address, or the lines of a postal one."""

from letters.draft import Channel, Draft


def address_lines(draft: Draft) -> tuple[str, ...]:
    """Return the lines below the receiver's name, which is not repeated if the postal address begins with it."""
    if draft.channel is not Channel.POST:
        return (f"By email: {draft.recipient.email}",)
    lines = tuple(line.strip() for line in draft.recipient.post.splitlines() if line.strip())
    if lines and lines[0].casefold() == draft.recipient.name.strip().casefold():
        return lines[1:]
    return lines
