"""Say by when somebody must do what a change of a matter asks for the same day."""

from datetime import datetime, time

from django.utils import timezone

OFFICE_CLOSES = time(17, 0)


def end_of_today() -> datetime:
    """Return when the office closes today; an hour from now if it has closed."""
    now = timezone.localtime()
    closes = timezone.make_aware(datetime.combine(now.date(), OFFICE_CLOSES))
    return closes if closes > now else now.replace(minute=59, second=0, microsecond=0)
