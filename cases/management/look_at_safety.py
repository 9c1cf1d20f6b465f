"""Look at whether somebody can be called about danger: contacts, text messages, the address that links begin with."""

from collections.abc import Iterator

from django.conf import settings

from cases.desk import desk_council, desk_safety
from cases.desk_gateway import desk_gateway
from cases.management.looks import Found, State
from cases.safety_net import DUTY, EMERGENCY_DUTY, MANAGER, reach_of
from config.safety import CallStep
from config.toml_tables import ConfigError

WHAT = "calls about danger"
NAMES = {DUTY: "the duty desk", EMERGENCY_DUTY: "the emergency duty team", MANAGER: "the manager"}


def look_at_safety() -> Iterator[Found]:
    """Yield whether the desk, the emergency duty team and the manager can be called, and by what."""
    if not settings.PUTRIGHT_COUNCIL:
        return
    try:
        steps = desk_safety().steps
        council = desk_council()
    except ConfigError as error:
        yield from (Found(what=WHAT, state=State.WRONG, words=fault) for fault in error.faults)
        return
    missing = [words for contact, words in NAMES.items() if not reach_of(contact).is_known]
    if missing:
        words = (
            f"Nobody can call {' or '.join(missing)}. Write [safety] into councils/{council.id}.toml (docs/safety.md)."
        )
        yield Found(what=WHAT, state=State.WRONG if len(missing) == len(NAMES) else State.LOOK, words=words)
    yield from _channels(steps)
    if not settings.PUTRIGHT_PUBLIC_URL:
        words = "PUTRIGHT_PUBLIC_URL is not set: a call names the case, but has no link to it."
        yield Found(what=WHAT, state=State.LOOK, words=words)


def _channels(steps: tuple[CallStep, ...]) -> Iterator[Found]:
    try:
        gateway = desk_gateway()
    except ConfigError as error:
        yield from (Found(what="text messages", state=State.WRONG, words=fault) for fault in error.faults)
        return
    if gateway is None:
        words = (
            f"{settings.PUTRIGHT_TEXT_GATEWAY.name} is not there: while the mail server is down, nobody can be called."
        )
        yield Found(what="text messages", state=State.LOOK, words=words)
        return
    without = [words for contact, words in NAMES.items() if not reach_of(contact).text]
    if without:
        words = f"There is a gateway, but no number for {' or '.join(without)}."
        yield Found(what="text messages", state=State.LOOK, words=words)
    else:
        words = f"{len(steps)} steps, by mail and text message. Try them: putright safety --test-call"
        yield Found(what=WHAT, state=State.FINE, words=words)
