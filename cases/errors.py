"""Name what a service may refuse; each message is fit to show to the person who asked."""


class CaseError(Exception):
    """Root of every refusal of a service: nothing was changed."""


class StaleError(CaseError):
    """Somebody else saved first; show both versions, overwrite nothing."""

    def __init__(self, now: int) -> None:
        self.now = now
        super().__init__("Somebody else saved this while you had it open. Nothing of theirs was overwritten.")


class NotAllowedError(CaseError):
    """The person may not do that: not their role, or they wrote the letter they want to sign."""


class IncompleteError(CaseError):
    """Something must be said first; ``missing`` names each decision or field, with what to do."""

    def __init__(self, missing: dict[str, str]) -> None:
        self.missing = missing
        super().__init__(" ".join(missing.values()))


class NotNowError(CaseError):
    """The record is in a state in which this cannot be done any more; reload it."""


class UnsureError(CaseError):
    """What was asked may be right but has a consequence that must be seen first; ask again, showing these words."""
