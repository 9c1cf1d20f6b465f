"""``putright examples export|check|accept``: corrections as labelled examples, for a person to look through."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.errors import CaseError
from cases.models import TeamMember
from cases.services.examples import accept_examples, export_examples
from classify.model.examples import ACCEPTED, ExamplesError, faults_of, read_folder


class Command(BaseCommand):
    """Export corrected cases without their people, check what is in a folder, accept what was looked through."""

    help = "Make training examples of corrections; nothing is learnt from one that nobody accepted."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do, the folder, and who does it."""
        what = parser.add_subparsers(dest="what", required=True)
        for name, words in (("export", "write the corrected cases"), ("accept", "mark what you looked through")):
            command = what.add_parser(name, help=words)
            command.add_argument("folder", type=Path)
            command.add_argument("--by", required=True, help="your sign-in name")
            if name == "accept":
                command.add_argument("ids", nargs="+")
        what.add_parser("check", help="say what is still to do").add_argument("folder", type=Path)

    def handle(self, *args: Any, what: str, folder: Path, **options: Any) -> None:
        """Do it; ids, counts and faults are printed, never words of a message."""
        try:
            if what == "export":
                self._export(folder, _member(options["by"]))
            elif what == "accept":
                marked = accept_examples(folder=folder, names=options["ids"], member=_member(options["by"]))
                self.stdout.write(f"{marked} accepted.")
            else:
                self._check(folder)
        except (CaseError, ExamplesError) as error:
            raise CommandError(str(error)) from error

    def _export(self, folder: Path, member: TeamMember) -> None:
        done = export_examples(folder=folder, member=member)
        if done.path:
            self.stdout.write(f"{done.rows} written to {done.path}, {done.to_complete} of them to be completed.")
            self.stdout.write("They are pseudonymised, not anonymous. Read each before you accept it.")
        else:
            self.stdout.write("Nothing was corrected since the last export.")
        if done.left_out:
            self.stdout.write(f"{done.left_out} left out: monitoring data, nothing decided, or no words.")

    def _check(self, folder: Path) -> None:
        rows = [row for kept in read_folder(folder).values() for row in kept]
        for row in rows:
            state = "accepted" if row.get(ACCEPTED) is True else "not accepted"
            self.stdout.write("; ".join([f"{row.get('id', '?')}: {state}", *faults_of(row)]))
        self.stdout.write(f"{len(rows)} examples, {sum(row.get(ACCEPTED) is True for row in rows)} accepted.")


def _member(username: str) -> TeamMember:
    try:
        return TeamMember.objects.get(username=username)
    except TeamMember.DoesNotExist as error:
        raise CommandError(f"Nobody signs in as {username}.") from error
