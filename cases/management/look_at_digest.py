"""Look at what the morning's mail rests on."""

from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cases.digest import digest_time
from cases.management.looks import Found, State
from cases.selectors.digest import team


def look_at_digest() -> Iterator[Found]:
    """Yield whether the morning's mail can go to everybody of the team."""
    try:
        at = digest_time()
    except ImproperlyConfigured as error:
        yield Found(what="morning mail", state=State.WRONG, words=str(error))
        return
    if at is None:
        yield Found(what="morning mail", state=State.FINE, words="None goes: PUTRIGHT_DIGEST_AT is off.")
        return
    url = settings.PUTRIGHT_PUBLIC_URL
    if not url:
        words = "PUTRIGHT_PUBLIC_URL is not set: nobody of the team is written to in the morning."
        yield Found(what="morning mail", state=State.LOOK, words=words)
    elif not url.startswith(("https://", "http://")):
        words = "PUTRIGHT_PUBLIC_URL is no address. Write it as https://putright.council.example."
        yield Found(what="morning mail", state=State.WRONG, words=words)
    else:
        without = sum(not member.email for member in team())
        words = f"{without} of the team have no e-mail address. Say: putright digest"
        fine = Found(what="morning mail", state=State.FINE, words=f"Each working day at {at:%H:%M}.")
        yield Found(what="morning mail", state=State.LOOK, words=words) if without else fine
