"""Name what can go wrong with a letter."""


class LetterError(Exception):
    """Something about a letter cannot be done; the words say what, and what to do."""


class NoLetterError(LetterError):
    """No acknowledgement exists for this message: it is no complaint, or holds no point. A person writes instead."""


class UnwritableError(LetterError):
    """A letter holds characters that its PDF cannot show; ``characters`` are those."""

    def __init__(self, characters: tuple[str, ...]) -> None:
        """Keep the characters, and say what to do."""
        super().__init__(
            f"No font of this machine has {' '.join(characters)}, so the PDF of this letter would show empty boxes. "
            f"Write the words in other letters, or have a font installed that has these."
        )
        self.characters = characters


class TemplateError(LetterError):
    """The words of the letters cannot be used; ``faults`` names file, paragraph and cure."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        """Keep the faults, and say all of them at once."""
        super().__init__("\n".join((f"{len(faults)} fault(s) in the letters' words:", *faults)))
        self.faults = faults


class LayoutError(LetterError):
    """The layout a council made cannot be used; ``faults`` names each with its cure."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        """Keep the faults, and say all of them at once."""
        super().__init__("\n".join((f"{len(faults)} fault(s) in the letters' layout:", *faults)))
        self.faults = faults
