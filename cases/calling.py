"""Say what a call about danger says: which case or mail, and where it opens; nothing else of it is known here."""

from django.conf import settings

from cases.desk import desk_safety
from cases.models import Call
from cases.safety_net import UNSCREENED, step_of
from letters.call_words import CallWords


def say_call(call: Call) -> CallWords:
    """Return what a call says. One whose reference or address has an odd shape is made all the same, without them."""
    case, mail_id, step = call.alert.case, call.alert.mail_id, step_of(call.step, desk_safety())
    path = f"cases/{case.pk}/safety" if case else f"unread/{mail_id}"
    plain = f"case {case.pk}" if case else f"mail {mail_id}"
    url = settings.PUTRIGHT_PUBLIC_URL
    link, step_id, is_unscreened = (
        f"{url}/{path}" if url else "",
        step.id if step else "",
        call.alert.flag == UNSCREENED,
    )
    try:
        return CallWords(
            reference=case.reference if case else plain, link=link, step=step_id, is_unscreened=is_unscreened
        )
    except ValueError:
        return CallWords(reference=plain, link="", step=step_id, is_unscreened=is_unscreened)
