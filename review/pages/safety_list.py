"""Lay out the list of all danger that is not dealt with to its end, and the figures of each month."""

from collections.abc import Sequence
from dataclasses import dataclass

from cases.models import Alert
from cases.selectors.safety import Measure
from cases.states import AlertState
from review.pages.rows import Desk
from review.pages.safety_lines import FINE, FLAG_WORDS, LATE, WAITS, Line, lay_out_clocks, lay_out_referral_lines
from review.words import count, join_words, say_ago, say_moment, say_span


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRow:
    """Hold one row of the list over all cases; no words of any mail."""

    url_case: int | None
    url_mail: int
    reference: str
    what: str
    raised: str
    state: Line
    called: Line
    referral: Line


def lay_out_rows(alerts: Sequence[Alert], desk: Desk) -> tuple[OpenRow, ...]:
    """Return the list over all cases."""
    return tuple(
        OpenRow(
            url_case=alert.case_id,
            url_mail=alert.mail_id,
            reference=alert.case.reference if alert.case else f"Mail {alert.mail_id}, no case yet",
            what=FLAG_WORDS[alert.flag],
            raised=say_ago(alert.raised_at, desk.now),
            state=_state(alert, desk),
            called=_called(alert),
            referral=_awaited(alert, desk),
        )
        for alert in alerts
    )


def lay_out_measures(found: Sequence[Measure]) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Return the figures of each month that has any, in words, the newest first."""
    return [(f"{one.month:%B %Y}", _figures(one)) for one in found if not _is_quiet(one)]


def say_quiet_months(found: Sequence[Measure]) -> str:
    """Name the months in which nothing was raised: "October, September and August 2026"; "" if there are none."""
    return join_words([f"{one.month:%B %Y}" for one in found if _is_quiet(one)])


def _is_quiet(one: Measure) -> bool:
    return one == Measure(month=one.month)


def _state(alert: Alert, desk: Desk) -> Line:
    if alert.state == AlertState.OPEN and alert.opened_by and alert.opened_at:
        # Opened is not dealt with: a tick here would let the next reader pass it by.
        opened = f"opened by {alert.opened_by.full_name}, {say_ago(alert.opened_at, desk.now)}"
        return Line(what="Not passed on", words=opened, tone=WAITS)
    return lay_out_clocks(alert, desk)[-1]


def _called(alert: Alert) -> Line:
    calls = alert.calls.all()
    reached = [call.reached_at for call in calls if call.reached_at]
    if reached:
        return Line(what="Called", words=f"the call was taken on {say_moment(min(reached))}", tone=FINE)
    if failed := [call for call in calls if call.trouble and not call.ended_at]:
        return Line(what="Called", words=f"not taken, {count(len(failed), 'call')} tried again", tone=LATE)
    return Line(what="Called", words="nobody yet", tone=WAITS)


def _awaited(alert: Alert, desk: Desk) -> Line:
    """Return what of an alert's referrals is awaited, the latest first."""
    waits = [
        line
        for referral in alert.referrals.all()
        for line in lay_out_referral_lines(referral, desk)
        if line.words.startswith("not yet")
    ]
    waits.sort(key=lambda line: line.tone != LATE)
    return next(iter(waits), Line(what="Nothing is awaited", words="", tone=FINE))


def _figures(one: Measure) -> tuple[tuple[str, str], ...]:
    return (
        ("Signs that Putright saw", str(one.found)),
        ("Of these, false alarms", str(one.false_alarms)),
        ("Raised by a person", str(one.by_hand)),
        ("Of these, missed by Putright", str(one.missed)),
        ("From arrival to the top of the queue", _say(one.minutes_to_alert)),
        ("From there to opened", _say(one.minutes_to_opened)),
        ("From there to passed on", _say(one.minutes_to_escalated)),
        ("From passed on to confirmed", _say(one.minutes_to_confirmed)),
        ("From arrival to a referral", _say(one.hours_to_referral, per=60)),
        ("Steps that came late", str(one.unopened_late + one.unconfirmed_late + one.unanswered_late)),
        ("Calls that were not taken at once", str(one.failed_calls)),
    )


def _say(number: float | None, *, per: int = 1) -> str:
    return "none yet" if number is None else say_span(number * per)
