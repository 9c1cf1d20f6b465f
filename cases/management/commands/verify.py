"""``putright verify``: say whether the history, the letters and the mails are what was written."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.audit.check_chains import check_chains
from cases.audit.check_rows import check_rows
from cases.audit.check_seals import check_seals
from cases.audit.faults import Fault
from cases.audit.seals import short_words
from cases.audit.told import ToldError
from cases.models import Event, Seal

SEALS_SHOWN = 3
FAULTS_SHOWN = 200


class Command(BaseCommand):
    """Check every chain of events, every seal, and the bytes of every mail and signed letter."""

    help = "Check that the history, the mails and the letters are what was written; exit code 1 if anything is not."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one chain, a folder of seals, and whether to read the kept bytes."""
        parser.add_argument("--chain", default="", help='one chain only: "case:12", "mail:40", "member:3"')
        parser.add_argument("--seals", default="", help="the folder that seals were written to (else PUTRIGHT_SEALS)")
        parser.add_argument("--no-bytes", action="store_true", help="do not read the kept mails and letters")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, print every fault in plain words, and fail if there is one."""
        chain = str(options["chain"])
        if chain and not Event.objects.filter(chain=chain).exists():
            raise CommandError(f'There is no chain "{chain}". Name one as in "case:12".')
        folder = str(options["seals"] or settings.PUTRIGHT_SEALS)
        found = 0
        try:
            for fault in _all(chain, Path(folder) if folder else None, with_bytes=not options["no_bytes"]):
                found += 1
                if found <= FAULTS_SHOWN:
                    self.stdout.write(str(fault))
        except ToldError as error:
            raise CommandError(str(error)) from error
        if found:
            more = f" The first {FAULTS_SHOWN} are shown." if found > FAULTS_SHOWN else ""
            are = "1 thing is not as it was" if found == 1 else f"{found:,} things are not as they were"
            raise CommandError(f"{are} written.{more} Change nothing, keep a copy of all, and ask who may have.")
        self._say_whole(chain, folder)

    def _say_whole(self, chain: str, folder: str) -> None:
        rows = Event.objects.filter(chain=chain) if chain else Event.objects.all()
        chains = rows.values("chain").distinct().count()
        self.stdout.write(f"{rows.count():,} events in {chains:,} chains: everything is as it was written.")
        newest = list(Seal.objects.order_by("-number")[:SEALS_SHOWN])
        for made in reversed(newest):
            self.stdout.write(short_words(made))
        if newest and not folder:
            self.stdout.write("Compare these lines with the mails in which they were told, or name the folder: --seals")


def _all(chain: str, folder: Path | None, *, with_bytes: bool) -> Iterator[Fault]:
    yield from check_chains(chain)
    yield from check_seals(folder, chain=chain)
    yield from check_rows(chain, with_bytes=with_bytes)
