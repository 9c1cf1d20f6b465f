"""Say in plain words what went wrong with a step, without a word of the mail it went wrong with."""

_MACHINE_TROUBLES = (
    ("SandboxError", "The protected reader could not be started on this machine."),
    ("BlobError", "The kept original could not be read from the disk."),
    ("OperationalError", "The database could not be reached."),
)
_TOO_LONG = "A step took longer than the time it has, and was stopped."
_OWN_WORDS = frozenset({"VirusScanFailedError"})
"""Errors that say themselves, without a word of the mail, what went wrong."""


def plain_trouble(error: BaseException) -> tuple[str, bool]:
    """Return a failure in plain words, and whether the machine is at fault rather than this one mail."""
    names = {kind.__name__ for kind in type(error).__mro__}
    for name, words in _MACHINE_TROUBLES:
        if name in names:
            return words, True
    if "TimeLimitExceeded" in names:
        return _TOO_LONG, False
    if names & _OWN_WORDS:
        return str(error), False
    return f"A step of Putright's own failed ({type(error).__name__}).", False
