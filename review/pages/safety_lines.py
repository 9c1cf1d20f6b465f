"""Say each step of a sign of danger in a line: what happened or is awaited, when, and whether it is late."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.desk import desk_safety
from cases.models import Alert, Call, Referral
from cases.safety_net import UNSCREENED, end_of_day, reach_of, step_of
from cases.services.safety import HOWS
from cases.states import AlertState
from review.pages.rows import Desk
from review.words import count, say_moment, say_time

PLACES = {
    "front_door": "Children's front door",
    "emergency_duty": "Emergency duty team",
    "lado": "Designated officer (LADO)",
}
FLAG_WORDS = {
    "safeguarding": "A child or adult may be at risk",
    "self_harm": "The writer may harm themselves",
    UNSCREENED: "A part could not be read",
}
CHANNELS = {"mail": "mail", "text": "text message"}
OPEN_WITHIN, CONFIRM_WITHIN = timedelta(minutes=15), timedelta(minutes=30)
LATE, FINE, WAITS = "bad", "ok", "wait"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Hold one line of what happened or is awaited. ``tone`` is ok, bad or wait."""

    what: str
    words: str
    tone: str


def lay_out_clocks(alert: Alert, desk: Desk) -> tuple[Line, ...]:
    """Return each step of an alert with how long it took, or has taken so far."""
    opened = f"by {alert.opened_by.full_name}, " if alert.opened_by else ""
    lines = [
        Line(what="Put at the top of the queue", words=_after(alert.mail.received_at, alert.raised_at), tone=FINE)
        if alert.raised_by_id is None
        else Line(what="Raised by hand", words=say_moment(alert.raised_at), tone=FINE),
        _clock("Opened", alert.raised_at, alert.opened_at, OPEN_WITHIN, desk, opened, is_over=_is_over(alert)),
    ]
    if alert.escalated_at:
        how = ", ".join(filter(None, [alert.escalated_to, HOWS.get(alert.escalated_how, "")]))
        lines.append(
            Line(what="Passed on", words=f"{say_moment(alert.escalated_at)}{f', {how}' if how else ''}", tone=FINE)
        )
        whom = f"by {alert.confirmed_with}, " if alert.confirmed_with else ""
        is_over = alert.state != AlertState.ESCALATED
        lines.append(
            _clock("Confirmed", alert.escalated_at, alert.confirmed_at, CONFIRM_WITHIN, desk, whom, is_over=is_over)
        )
    return tuple(lines)


def _clock(
    what: str, start: datetime, end: datetime | None, within: timedelta, desk: Desk, who: str, *, is_over: bool
) -> Line:
    if end:
        return Line(what=what, words=f"{who}{_after(start, end)}", tone=FINE if end - start <= within else LATE)
    if is_over:
        return Line(what=what, words="not noted", tone=FINE)
    waited = desk.now - start
    by = say_time(start + within)
    words = f"not yet: it was to be by {by}" if waited > within else f"not yet: by {by}"
    return Line(what=what, words=words, tone=LATE if waited > within else WAITS)


def _after(start: datetime, end: datetime) -> str:
    minutes = max(0, int((end - start).total_seconds() // 60))
    took = f"after {count(minutes, 'minute')}" if minutes else "within a minute"
    return f"{say_moment(end)}, {took}" if minutes < 600 else say_moment(end)


def _is_over(alert: Alert) -> bool:
    return alert.state != AlertState.OPEN


def lay_out_call(call: Call, desk: Desk) -> Line:
    """Return one call: whom, by what, why, and what came of it."""
    step = step_of(call.step, desk_safety())
    who = reach_of(call.contact).name or call.contact.replace("_", " ")
    what = f"{who}, by {CHANNELS.get(call.channel, call.channel)}"
    why = f"{step.words}. " if step else ""
    if call.reached_at:
        return Line(what=what, words=f"{why}Taken {say_moment(call.reached_at)}.", tone=FINE)
    if call.ended_at:
        return Line(what=what, words=f"{why}Not needed any more.", tone=FINE)
    if call.tries:
        tried = f"{why}Not taken: {call.trouble or 'no answer yet'}. Tried {count(call.tries, 'time')}."
        return Line(what=what, words=f"{tried} It is tried again.", tone=LATE)
    return Line(what=what, words=f"{why}On its way.", tone=WAITS if desk.now - call.made_at < OPEN_WITHIN else LATE)


def lay_out_referral_lines(row: Referral, desk: Desk) -> tuple[Line, ...]:
    """Return the steps of one referral."""
    if row.why_not and row.ended_at:
        return (Line(what="Not needed", words=row.why_not, tone=FINE),)
    by = f", {row.taken_by} took it" if row.taken_by else ""
    lines = [_awaits("Told", row.told_at, row.due_at, desk, by)]
    if row.told_at:
        lines.append(_awaits("Confirmed in writing", row.written_at, row.write_by, desk))
        until = end_of_day(row.answer_due_on) if row.answer_due_on else None
        lines.append(_awaits("Answered", row.answered_at, until, desk, f": {row.answer}" if row.answer else ""))
    if row.accused:
        words = f"{row.accused.full_name} may not handle this case and is told nothing."
        lines.append(Line(what="Accused", words=words, tone=WAITS))
    return tuple(lines)


def _awaits(what: str, at: datetime | None, until: datetime | None, desk: Desk, more: str = "") -> Line:
    if at:
        return Line(what=what, words=f"{say_moment(at)}{more}", tone=FINE)
    if until is None:
        return Line(what=what, words="not yet", tone=WAITS)
    is_late = desk.now > until
    return Line(what=what, words=f"not yet: by {say_moment(until)}", tone=LATE if is_late else WAITS)
