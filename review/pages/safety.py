"""Lay out the page Safety of a case: each sign of danger with its clocks, calls and referrals, and what can be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cases.desk import desk_safety
from cases.models import Alert, Referral, Role, TeamMember
from cases.safety_net import UNSCREENED, reach_of
from cases.services.danger.again import is_needless
from cases.services.danger.lado import LADO
from cases.services.safety import HOWS
from cases.states import AlertState
from classify.labels import Flag
from config.safety import HelpNumber
from review.pages.case import AlertView, lay_out_alert
from review.pages.rows import Desk
from review.pages.safety_lines import (
    FLAG_WORDS,
    PLACES,
    Line,
    lay_out_call,
    lay_out_clocks,
    lay_out_referral_lines,
)
from review.words import say_moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Hold a form that was not taken: which (``about``), all that was typed, and what is missing by field."""

    about: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, post: Mapping[str, str], missing: Mapping[str, str], *, about: str) -> "Refused":
        """Return what a form held."""
        place = post.get("place", "")
        return cls(about=f"{about}-{place}" if place else about, typed=dict(post.items()), missing=missing)

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Return each error with the field it stands at."""
        return [(f"{name}-{self.about}" if name else "", words) for name, words in self.missing.items()]


NOTHING_REFUSED = Refused()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralView:
    """Hold one referral, and what can be noted about it now."""

    to: str
    place: str
    phone: str
    lines: tuple[Line, ...]
    can_tell: bool
    can_write: bool
    can_answer: bool
    is_open: bool
    about: str
    form: Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertCard:
    """Hold one sign of danger with all that was done about it; ``form`` is what was typed if that was refused."""

    alert: AlertView
    origin: str
    clocks: tuple[Line, ...]
    calls: tuple[Line, ...]
    referrals: tuple[ReferralView, ...]
    numbers: tuple[HelpNumber, ...]
    hows: tuple[tuple[str, str], ...]
    is_risk: bool
    can_accuse: bool
    can_refer: tuple[tuple[str, str], ...]
    form: Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseForm:
    """Hold the form to raise a sign of danger by hand."""

    flags: tuple[tuple[str, str, bool], ...]
    words: str
    is_miss: bool
    is_worker_accused: bool
    missing: Mapping[str, str]
    is_open: bool


def lay_out_cards(alerts: Sequence[Alert], desk: Desk, refused: Refused = NOTHING_REFUSED) -> tuple[AlertCard, ...]:
    """Return the signs of danger of a case, what still needs somebody first."""
    order = [AlertState.OPEN, AlertState.ESCALATED, AlertState.CONFIRMED, AlertState.DISMISSED]
    rows = sorted(alerts, key=lambda alert: order.index(AlertState(alert.state)))
    return tuple(_card(alert, desk, refused) for alert in rows)


def lay_out_raise(refused: Refused = NOTHING_REFUSED) -> RaiseForm:
    """Return the form to raise a sign of danger by hand, with what was typed if it was refused."""
    mine = refused if refused.about == "raise" else NOTHING_REFUSED
    typed = mine.typed
    flags = [(flag, FLAG_WORDS[flag], typed.get("flag") == flag) for flag in (Flag.SAFEGUARDING, Flag.SELF_HARM)]
    return RaiseForm(
        flags=tuple(flags),
        words=typed.get("words", ""),
        is_miss=typed.get("is_miss") == "yes",
        is_worker_accused=typed.get("is_worker_accused") == "yes",
        missing=mine.missing,
        is_open=bool(mine.missing),
    )


def list_team(member: TeamMember) -> list[tuple[int, str]]:
    """Return who of the team may be named as accused: everybody but the person who looks."""
    team = TeamMember.objects.filter(is_active=True, role__in=[Role.OFFICER, Role.MANAGER]).exclude(pk=member.pk)
    return [(one.pk, one.full_name) for one in team.order_by("first_name", "pk")]


def _card(alert: Alert, desk: Desk, refused: Refused) -> AlertCard:
    is_under_way = alert.state != AlertState.DISMISSED and alert.flag != UNSCREENED
    standing = [referral for referral in alert.referrals.all() if not is_needless(referral)]
    places = {referral.to for referral in standing}
    further = [(to, PLACES[to]) for to in ("front_door", "emergency_duty") if to not in places]
    return AlertCard(
        alert=lay_out_alert(alert, desk),
        origin=_origin(alert),
        clocks=lay_out_clocks(alert, desk),
        calls=tuple(
            lay_out_call(call, desk) for call in sorted(alert.calls.all(), key=lambda call: (call.made_at, call.pk))
        ),
        referrals=tuple(_referral(referral, alert, desk, refused) for referral in alert.referrals.all()),
        numbers=desk_safety().numbers if alert.flag == Flag.SELF_HARM and is_under_way else (),
        hows=tuple(HOWS.items()),
        is_risk=alert.flag != UNSCREENED,
        can_accuse=is_under_way and not any(row.to == LADO and row.accused for row in standing),
        can_refer=tuple(further) if alert.state in {AlertState.ESCALATED, AlertState.CONFIRMED} else (),
        form=refused if refused.about == str(alert.pk) else NOTHING_REFUSED,
    )


def _origin(alert: Alert) -> str:
    who = alert.raised_by.full_name if alert.raised_by else "Putright"
    missed = " Putright should have seen it and did not." if alert.is_miss else ""
    return f"{FLAG_WORDS[alert.flag]}. Raised by {who}, {say_moment(alert.raised_at)}.{missed}"


def _referral(row: Referral, alert: Alert, desk: Desk, refused: Refused) -> ReferralView:
    about = f"{alert.pk}-{row.to}"
    is_open = row.ended_at is None
    reach = reach_of({"front_door": "duty"}.get(row.to, row.to))
    return ReferralView(
        to=row.to,
        place=PLACES[row.to],
        phone=reach.phone,
        lines=lay_out_referral_lines(row, desk),
        can_tell=is_open and row.told_at is None,
        can_write=is_open and row.told_at is not None and row.written_at is None,
        can_answer=is_open and row.told_at is not None and row.answered_at is None,
        is_open=is_open,
        about=about,
        form=refused if refused.about == about else NOTHING_REFUSED,
    )
