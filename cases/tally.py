"""Count what became of a run of mails, for the summary at its end."""

import time
from dataclasses import asdict, dataclass

from cases.models import Letter, Mail
from cases.states import MailState


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Hold the summary of one run; ``could_not_read`` counts mails with a part no machine could read, or stuck."""

    mails: int
    cases: int
    automatic: int
    joined: int
    duplicates: int
    drafts: int
    could_not_read: int
    seconds: float
    mails_per_second: float

    def as_plain(self) -> dict[str, float]:
        """Return the figures for JSON."""
        return asdict(self)

    def words(self) -> str:
        """Return the figures as a person reads them."""
        return (
            f"{self.mails} mails: {self.cases} cases, {self.automatic} automatic, {self.joined} joined to a case, "
            f"{self.duplicates} copies. {self.drafts} letters drafted. {self.could_not_read} with something nobody "
            f"could read. {self.seconds:.1f} seconds ({self.mails_per_second:.1f} mails a second)."
        )


def tally(ids: list[int], *, started: float) -> Tally:
    """Return what became of these mails; ``started`` is ``time.monotonic()`` at the start."""
    rows = Mail.objects.filter(pk__in=ids)
    seconds = time.monotonic() - started
    return Tally(
        mails=len(ids),
        cases=rows.filter(state__in=[MailState.SORTED, MailState.DRAFTED]).count(),
        automatic=rows.filter(state=MailState.AUTOMATIC).count(),
        joined=rows.filter(state=MailState.JOINED).count(),
        duplicates=rows.filter(state=MailState.DUPLICATE).count(),
        drafts=Letter.objects.filter(case__mails__in=ids).distinct().count(),
        could_not_read=(rows.filter(unread_parts__gt=0) | rows.filter(stuck=True)).distinct().count(),
        seconds=round(seconds, 3),
        mails_per_second=round(len(ids) / seconds, 2) if seconds else 0.0,
    )
