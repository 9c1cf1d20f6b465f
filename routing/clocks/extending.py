"""Add an extension to a case's clock, or refuse it in words; the one door through which extensions come."""

from dataclasses import replace
from typing import Final

from config.council import Council, ReceiptConvention
from config.procedure import Family, Procedure
from config.working_days import Calendar
from routing.clock import CaseClock
from routing.clocks.extensions import Extension, ExtensionRefusedError, refuse_if_wrong, say_day
from routing.clocks.words import EVENTS, say_limit
from routing.deadlines import Deadline, What, deadlines_for

BY_LAW: Final = frozenset({Family.STATUTORY, Family.DESCRIPTION})
"""Families whose longest times the Regulations set, so that no page's silence adds to them."""


def extend(
    clock: CaseClock,
    extension: Extension,
    *,
    calendar: Calendar,
    council: Council | None = None,
    convention: ReceiptConvention | None = None,
) -> CaseClock:
    """Return the clock with an extension added; every matter it holds for must be able to bear it.

    A procedure whose page names no longest time may be extended without one, except the statutory one: what the
    Regulations do not give, nobody can give.

    Raises: ExtensionRefusedError naming the matter, the limit and the cure.
    Source: SI 2006/1738 regs 14 and 17; LGSCO Complaint Handling Code paras 6.4 and 6.5; each procedure's maximum.
    """
    counted = deadlines_for(clock, calendar=calendar, council=council, convention=convention)
    concerned = [
        (number, procedure, stage)
        for number, procedure, stage in clock.matters
        if procedure is not None and extension.matter in {0, number}
    ]
    if not concerned:
        who = f"matter {extension.matter}" if extension.matter else "this case"
        raise ExtensionRefusedError(f"Nothing of {who} has a reply to move: name a matter that a procedure takes.")
    for number, procedure, stage in concerned:
        by_what = {deadline.what: deadline for deadline in counted if deadline.matter == number}
        try:
            _refuse(extension, procedure, stage, by_what, calendar)
        except ExtensionRefusedError as error:
            raise ExtensionRefusedError(f"Matter {number}: {error}") from error
    return replace(clock, extensions=(*clock.extensions, extension))


def _refuse(
    extension: Extension, procedure: Procedure, stage: int, by_what: dict[What, Deadline], calendar: Calendar
) -> None:
    reply, own = by_what.get(What.REPLY), procedure.stages[stage - 1]
    where = f"stage {stage} of “{procedure.title}” ({procedure.id})"
    if reply is None:
        raise ExtensionRefusedError(f"{where} has no day for a reply, so there is none to move.")
    if reply.due_on is None:
        since = f" since {say_day(reply.paused_since)}" if reply.paused_since else ""
        raise ExtensionRefusedError(f"{where} is paused{since}: end the pause, then name the new day.")
    if own.maximum is None and procedure.family in BY_LAW:
        rule = f"the law gives {where} no longer time than {say_limit(reply.limit, reply.unit)}"
        cure = "If that day cannot be kept, tell the person that it is late, and why, and how to reach the Ombudsman"
        raise ExtensionRefusedError(f"{rule}, which ends on {say_day(reply.due_on)}. {cure}.")
    # A limit that is already the longest shows no second date: its own is the longest.
    latest = by_what.get(What.REPLY_AT_LATEST, reply if own.maximum else None)
    rule = ""
    if own.maximum:
        longest = say_limit(own.maximum.n, own.maximum.unit)
        rule = f"{where} allows at most {longest} from {EVENTS[own.maximum.anchor]}"
    latest_on = latest.due_on if latest else None
    refuse_if_wrong(extension, due_on=reply.due_on, latest_on=latest_on, rule=rule, calendar=calendar)
