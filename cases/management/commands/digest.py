"""``putright digest``: show who gets the morning's mail and how today's stands, or print one member's."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from cases.digest import digest_time, show
from cases.models import Digest, TeamMember
from cases.selectors.cover import away_on
from cases.selectors.digest import is_sent_to, team
from cases.services.days.digests import set_address

TOLD = "managers are told of what is late in their cases"


class Command(BaseCommand):
    """Show the morning's mails, or set a member's address for them."""

    help = "Show who gets the morning's mail, and how today's stands."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whose mail to print, or whose address to set."""
        parser.add_argument("--print", metavar="USERNAME", dest="whose", help="print what this member would get now")
        parser.add_argument("--address", nargs=2, metavar=("USERNAME", "ADDRESS"), help="set where their mail goes")

    def handle(self, *args: Any, whose: str | None, address: list[str] | None, **options: Any) -> None:
        """Print; nothing is sent."""
        if address:
            member = _member(address[0])
            try:
                validate_email(address[1])
            except ValidationError as error:
                raise CommandError("That is no e-mail address. Write it as name@council.example.") from error
            set_address(member_id=member.pk, address=address[1])
            self.stdout.write(f"The morning's mail of {member.full_name} goes to {address[1]} from now on.")
        elif whose:
            mail = show(_member(whose))
            self.stdout.write(f"{mail.subject_line}\n\n{mail.text}" if mail.lines else "Nothing to tell: no mail goes.")
        else:
            self.stdout.write("\n".join(_lines()))


def _member(username: str) -> TeamMember:
    member = team().filter(username=username).first()
    if member is None:
        message = f"Nobody of the team who decides about cases signs in as {username}."
        raise CommandError(message)
    return member


def _lines() -> Iterator[str]:
    at = digest_time()
    missing = [name for name in ("PUTRIGHT_SMTP_URL", "PUTRIGHT_PUBLIC_URL") if not getattr(settings, name)]
    if missing:
        yield f"No mail goes: {' and '.join(missing)} not set."
    else:
        yield f"Each working day at {at:%H:%M}." if at else "No mail goes: PUTRIGHT_DIGEST_AT is off."
    today = timezone.localdate()
    rows, away = {row.member_id: row for row in Digest.objects.filter(on=today)}, away_on(today)
    for member in team():
        yield f"  {member.username}: {_state(member, rows.get(member.pk), is_away=member.pk in away)}"


def _state(member: TeamMember, row: Digest | None, *, is_away: bool) -> str:
    if not member.email:
        late = "" if member.may_sign else f"; {TOLD}"
        return f"no address is known{late}. Say: putright digest --address {member.username} ADDRESS"
    if row and row.sent_at:
        at = timezone.localtime(row.sent_at)
        return f"sent at {at:%H:%M}" if row.lines else "nothing to tell today"
    if row and row.tries:
        return f"not sent after {row.tries} tries. {row.trouble}"
    if is_away:
        return "away today: whoever covers is told"
    if not is_sent_to(member):
        return f"switched off by themselves; {TOLD}"
    return "waits" if row else "not due yet"
