"""Look at the virus scan: whether it is there, knows harm when it sees it, and has signatures of these days."""

from datetime import datetime, timedelta

from cases import virus
from ingest.virus_scan import Outcome, VirusScanError

OLD_AFTER = timedelta(days=7)
# The file by which any scanner can be tried, which harms nothing; in two pieces, lest a scanner take this file for it.
_TEST_FILE = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*")


def say_scan(now: datetime) -> tuple[str, str]:
    """Return how the virus scan stands ("fine", "look" or "wrong"), and in plain words why and the cure."""
    if not virus.is_wanted():
        words = "None is set up: nobody checks what people download. Set PUTRIGHT_VIRUS_SCAN to clamd's socket."
        return "look", words
    try:
        clean, harm = virus.scan(b"Is the scan there?"), virus.scan("".join(_TEST_FILE).encode())
    except VirusScanError as error:
        return "wrong", f"{error.words} Until it answers, no new mail is opened."
    if clean.outcome is not Outcome.CLEAN:
        return "wrong", "It finds harm in four harmless words, so nothing would ever be opened. Look at clamd's log."
    if harm.outcome is not Outcome.INFECTED:
        words = "It answers, but does not know the test file that every scanner knows: has it signatures (freshclam)?"
        return "look", words
    made_at = signatures_made_at(clean.engine)
    if made_at and now.replace(tzinfo=None) - made_at > OLD_AFTER:
        return "look", f"Its signatures are of {made_at:%d %B %Y}. Let freshclam fetch new ones."
    return "fine", f"{clean.engine.split('/')[0]} answers, and knows harm when it sees it."


def signatures_made_at(engine: str) -> datetime | None:
    """Return when a scanner's signatures were made, in its own time; None if it does not say.

    >>> signatures_made_at("ClamAV 1.4.3/27500/Sat Nov 21 08:31:02 2026")
    datetime.datetime(2026, 11, 21, 8, 31, 2)
    >>> signatures_made_at("ClamAV 1.4.6") is None
    True
    """
    try:
        return datetime.strptime(engine.split("/")[2].strip(), "%a %b %d %H:%M:%S %Y")  # noqa: DTZ007 - it names no zone
    except (IndexError, ValueError):
        return None
