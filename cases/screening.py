"""Look for danger in a mail whose words were looked through before, so that new words are heard for themselves."""

from classify.screen import Screening, screen
from ingest.message import Message
from ingest.rereading import only_new


def screen_again(before: Message | None, after: Message) -> Screening:
    """Return what the screen finds in all the words of a mail, and in those alone that are new.

    The screen names the clearest place of each sign. Where somebody has dealt with that one, another in the new words
    must not hide behind it.
    """
    found = screen(after)
    if before is None:
        return found
    return Screening(flags=(*found.flags, *screen(only_new(before, after)).flags), unscreened=found.unscreened)
