"""Write seals where whoever can change the database cannot, and read them back to compare."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from cases.audit.seals import digest_of_parts, short_words, stamp
from cases.models import Seal

MAIL_EVERY = timedelta(hours=20)
Send = Callable[[str, str], None]


class ToldError(Exception):
    """The folder of seals cannot be written or read; the message names it and says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldSeal:
    """Hold one seal as it was written to a file; ``fault`` says why the file itself is not to be trusted."""

    number: int
    at: str
    digest: str
    before: str
    heads: tuple[tuple[str, int, str], ...]
    fault: str = ""


def tell_seals(send: Send) -> None:
    """Write new seals to the folder that PUTRIGHT_SEALS names; without one, mail the newest to the administrator.

    Raises:
        ToldError: if the folder cannot be written; nothing is lost, the next round tries again.

    """
    if settings.PUTRIGHT_SEALS:
        write_seals(Path(settings.PUTRIGHT_SEALS))
    elif settings.PUTRIGHT_ADMINISTRATOR:
        mail_seals(send)


def write_seals(folder: Path) -> int:
    """Write every seal that was not told yet to a file of its own, and return how many; no file is ever overwritten.

    Raises:
        ToldError: if the folder cannot be written.

    """
    waiting = list(Seal.objects.filter(told_at=None).order_by("number"))
    for made in waiting:
        try:
            _write(folder / name_of(made.number), _content(made))
        except OSError as error:
            words = f"The folder of seals {folder} cannot be written ({error.strerror}). Mount it."
            raise ToldError(words) from error
        Seal.objects.filter(pk=made.pk).update(told_at=timezone.now())
    return len(waiting)


def mail_seals(send: Send) -> bool:
    """Mail the newest seal's line to the administrator, at most once a day; say whether a mail left."""
    newest = Seal.objects.order_by("-number").first()
    lately = Seal.objects.filter(told_at__gt=timezone.now() - MAIL_EVERY).exists()
    if newest is None or newest.told_at or lately:
        return False
    send(f"Putright: seal {newest.number}", compose(newest))
    Seal.objects.filter(told_at=None, number__lte=newest.number).update(told_at=timezone.now())
    return True


def compose(newest: Seal) -> str:
    """Return the text of the mail that tells of a seal; nothing in it comes from a mail or a case."""
    return (
        f"{short_words(newest)}\n\n"
        "Keep this mail: it is how a later change of the records is found out. To compare, run: putright verify\n"
        "It prints the seals it finds. The line with this number must be the same.\n"
    )


def read_seals(folder: Path) -> list[ToldSeal]:
    """Return the seals written to a folder, in their order.

    Raises:
        ToldError: if the folder cannot be read, or no seal is in it.

    """
    try:
        names = sorted(path for path in folder.iterdir() if path.name.startswith("seal-") and path.suffix == ".json")
        found = [_read(path) for path in names]
    except OSError as error:
        raise ToldError(f"The folder of seals {folder} cannot be read ({error.strerror}).") from error
    if not found:
        raise ToldError(f"No seals are in {folder}. Name the folder that PUTRIGHT_SEALS names.")
    return sorted(found, key=lambda told: told.number)


def name_of(number: int) -> str:
    """Return what a seal's file is called."""
    return f"seal-{number:08d}.json"


def _content(made: Seal) -> dict[str, Any]:
    return {
        "number": made.number,
        "at": stamp(made.at),
        "events": made.events,
        "last_event": made.last_event,
        "before": made.before,
        "heads": made.heads,
        "digest": made.digest,
    }


def _write(path: Path, content: dict[str, Any]) -> None:
    if path.exists():
        return
    new = path.with_name(f".{path.name}.new")
    with new.open("w", encoding="ascii") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _read(path: Path) -> ToldSeal:
    number = path.stem.removeprefix("seal-")
    try:
        told = json.loads(path.read_text(encoding="ascii"))
        digest = told.pop("digest")
        is_whole = digest_of_parts(**told) == digest and name_of(told["number"]) == path.name
        heads = tuple((str(chain), int(n), str(d)) for chain, n, d in told["heads"])
        fault = "" if is_whole else "the file was changed since it was written."
        return ToldSeal(
            number=told["number"], at=told["at"], digest=digest, before=told["before"], heads=heads, fault=fault
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        fault = "the file is damaged and cannot be read."
        key = int(number) if number.isdecimal() else 0
        return ToldSeal(number=key, at="", digest="", before="", heads=(), fault=fault)
