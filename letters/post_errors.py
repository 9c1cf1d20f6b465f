"""Name what can go wrong on a letter's way to the mail server, apart by what may be done about it."""

from letters.errors import LetterError


class PostError(LetterError):
    """A letter was not handed over as it should be; ``words`` are ours, ``reply`` the server's ("" if none)."""

    def __init__(self, words: str, reply: str = "") -> None:
        """Keep the words and the server's reply."""
        super().__init__(f"{words}: {reply}" if reply else words)
        self.words, self.reply = words, reply


class PostRefusedError(PostError):
    """The server or the address does not take this letter, and will not later; a person must look."""


class PostUnreachableError(PostError):
    """The letter did not leave, and nothing was lost: it may be tried again."""


class PostUncertainError(PostError):
    """The connection broke after the letter was handed over, so it may have left: a person decides."""
