"""Hold what a check of the records found wrong."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """Hold one thing that is wrong: where ("case:12", "letter 4", "seal 3"), and what, in plain words."""

    where: str
    words: str

    def __str__(self) -> str:
        """Return both as one line."""
        return f"{self.where}: {self.words}"
