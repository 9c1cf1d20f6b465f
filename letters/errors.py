"""Name what can go wrong with a letter."""


class LetterError(Exception):
    """Something about a letter cannot be done; the words say what, and what to do."""


class NoLetterError(LetterError):
    """No acknowledgement exists for this message: it is no complaint, or holds no point. A person writes instead."""


class TemplateError(LetterError):
    """The words of the letters cannot be used; ``faults`` names file, paragraph and cure."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        """Keep the faults, and say all of them at once."""
        super().__init__("\n".join((f"{len(faults)} fault(s) in the letters' words:", *faults)))
        self.faults = faults
