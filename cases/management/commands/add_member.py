"""``putright add-member``: give somebody of the team an account."""

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.models import Role, TeamMember


class Command(BaseCommand):
    """Make an account for one person."""

    help = "Give somebody of the team an account."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the sign-in name, the person's name and their role; the password is asked for."""
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="the name as letters show it")
        parser.add_argument("--email", default="", help="where their morning's mail goes")
        parser.add_argument("--role", choices=Role.values, default=Role.OFFICER.value)

    def handle(self, *args: Any, username: str, name: str, role: str, email: str, **options: Any) -> None:
        """Ask for the password, from the terminal or one line of standard input, and save the person."""
        if TeamMember.objects.filter(username=username).exists():
            raise CommandError(f"{username} has an account already.")
        first, _, last = name.partition(" ")
        member = TeamMember(username=username, first_name=first, last_name=last, role=role, email=email)
        password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        try:
            validate_password(password, member)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        member.set_password(password)
        member.save()
        self.stdout.write(f"{name} can sign in as {username} ({member.get_role_display().lower()}).")
