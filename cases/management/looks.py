"""Look at everything Putright rests on, and say in plain words how each thing stands."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

import workers
from cases.desk import desk_calendar, desk_council, desk_procedures
from cases.management.look_at_scan import say_scan
from cases.management.side_files import load_side_files
from cases.models import Role, TeamMember
from cases.reader import sandbox
from cases.reading_model import find_model_in_use
from cases.selectors.alarms import SECRET_STEPS_DAYS
from cases.watch import open_source, places_of
from config.council import Contact, Council
from config.mailboxes import MailboxSettings, MailboxSettingsError, read_mailboxes
from config.packs import find_faults
from config.procedure import Procedure
from config.procedure_examples import wrong_examples
from config.toml_tables import ConfigError
from ingest.documents.tesseract import has_tesseract
from ingest.mailboxes.mailbox import MailboxError
from ingest.sandbox.box import SandboxError
from letters.errors import LetterError
from letters.layout_check import load_layout
from letters.words import load_words
from routing.count import count_limit


class State(StrEnum):
    """How a thing that was looked at stands."""

    FINE = "fine"
    LOOK = "look"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Hold one thing that was looked at: what, how it stands, and in plain words why and the cure."""

    what: str
    state: State
    words: str


def _fine(what: str, words: str) -> Found:
    return Found(what=what, state=State.FINE, words=words)


def _look(what: str, words: str) -> Found:
    return Found(what=what, state=State.LOOK, words=words)


def _wrong(what: str, words: str) -> Found:
    return Found(what=what, state=State.WRONG, words=words)


def look_at_settings() -> Iterator[Found]:
    """Yield how the home and the addresses stand."""
    home = Path(settings.PUTRIGHT_HOME)
    if not os.access(home, os.W_OK):
        yield _wrong("home", f"{home} cannot be written to. Give this user the right, or set PUTRIGHT_HOME.")
    elif home.stat().st_mode & 0o077:
        yield _look("home", f"{home} can be read by others on this machine. Say: chmod 700 {home}")
    else:
        yield _fine("home", f"{home} is ours alone.")
    if not settings.SESSION_COOKIE_SECURE and set(settings.ALLOWED_HOSTS) - {"localhost", "127.0.0.1", "[::1]"}:
        words = "People reach Putright by other names than this machine's. Serve https and set PUTRIGHT_HTTPS=1."
        yield _look("https", words)


def look_at_packs() -> Iterator[Found]:
    """Yield how the council's file, the procedures and the calendar stand."""
    if not settings.PUTRIGHT_COUNCIL:
        yield _wrong("council", "PUTRIGHT_COUNCIL is not set. Set it to the name of your council's file.")
        return
    folder = Path(settings.PUTRIGHT_PACKS) if settings.PUTRIGHT_PACKS else None
    if faults := find_faults(folder):
        yield from (_wrong("packs", fault) for fault in faults)
        return
    try:
        council, procedures, calendar = desk_council(), desk_procedures(), desk_calendar()
        load_side_files(folder)
    except (ConfigError, KeyError) as error:
        yield from (_wrong("packs", line) for line in str(error).splitlines())
        return
    yield _fine("packs", f"{council.name}, {len(procedures)} procedures.")
    wrong = wrong_examples(procedures, lambda n, unit, on: count_limit(n, unit, on, calendar)[0])
    yield from (_wrong("packs", words) for words in wrong)
    yield from _ends_of_procedures(council, procedures)
    for part, needed in _NEEDED.items():
        contact: Contact = getattr(council, part)
        empty = [field.name for field in fields(contact) if field.name in needed and not getattr(contact, field.name)]
        if empty:
            words = f"{part} has no {', '.join(empty)} in councils/{council.id}.toml. Letters that need it are blocked."
            yield _look("contacts", words)


NOTICE = timedelta(days=60)
"""How long before a procedure ends its next version is asked for."""
_NEEDED = {
    "team": ("name", "phone", "email", "post"),
    "duty": ("name", "phone"),
    "advocacy": ("name", "phone"),
    "ombudsman": ("name", "phone"),
}


def _ends_of_procedures(council: Council, procedures: Sequence[Procedure]) -> Iterator[Found]:
    """Yield the council's procedures that have ended, or end soon, with no version to follow."""
    soon = timezone.localdate() + NOTICE
    for id_ in sorted(set(council.procedures.values())):
        newest = max((p for p in procedures if p.id == id_), key=lambda procedure: procedure.valid_from)
        if newest.valid_to and newest.valid_to <= soon:
            begins = newest.valid_to + timedelta(days=1)
            words = f"{id_} is in force to {newest.valid_to:%d %B %Y}, and no version follows it."
            yield _look("packs", f"{words} Write the page that does as procedures/{id_}.{begins.isoformat()}.toml.")


def look_at_mailboxes() -> Iterator[Found]:
    """Yield how each mailbox stands, by opening it."""
    try:
        boxes = read_mailboxes(settings.PUTRIGHT_MAILBOXES, os.environ)
    except MailboxSettingsError as error:
        yield from (_wrong("mailbox", fault) for fault in error.faults)
        return
    if not boxes:
        yield _look("mailbox", f"None is set. Write {settings.PUTRIGHT_MAILBOXES}, as docs/settings.md shows.")
    for place in places_of(boxes):
        try:
            with open_source(place.box, place.folder) as source:
                yield _fine(f"mailbox {place.name}", f"{len(source.list_uids()):,} mails.")
        except MailboxError as error:
            yield _wrong(f"mailbox {place.name}", error.words)
    yield from _ends_of_secrets(boxes)
    if boxes and not settings.PUTRIGHT_ADMINISTRATOR:
        words = "PUTRIGHT_ADMINISTRATOR is not set: nobody is written to when a mailbox falls silent."
        yield _look("administrator", words)


def _ends_of_secrets(boxes: Sequence[MailboxSettings]) -> Iterator[Found]:
    today = timezone.localdate()
    for box in boxes:
        if box.secret_expires and (box.secret_expires - today).days <= max(SECRET_STEPS_DAYS):
            words = f"What opens it (password, secret or certificate) ends on {box.secret_expires:%d %B %Y}. Renew it."
            yield (_wrong if box.secret_expires < today else _look)(f"mailbox {box.name}", words)


def look_at_database() -> Iterator[Found]:
    """Yield how the database and the team's accounts stand."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        yield _wrong("database", "It cannot be reached. Check PUTRIGHT_DATABASE_URL and that the server runs.")
        return
    if waiting:
        yield _wrong("database", f"{len(waiting)} changes to its tables are waiting. Say: putright migrate")
        return
    yield _fine("database", f"{connection.vendor}, up to date.")
    signers = TeamMember.objects.filter(role=Role.MANAGER, is_active=True).count()
    writers = TeamMember.objects.filter(role__in=[Role.OFFICER, Role.MANAGER], is_active=True).count()
    if not signers or writers < 2:
        words = "A letter needs one person to write it and a manager to sign it. Add them: putright add-member"
        yield _look("team", words)


def look_at_queue() -> Iterator[Found]:
    """Yield how the queue stands."""
    if not settings.PUTRIGHT_REDIS_URL:
        yield _fine("queue", "In memory (putright run).")
    elif workers.queue_answers():
        yield _fine("queue", "Redis answers.")
    else:
        yield _wrong("queue", "Redis cannot be reached. Check PUTRIGHT_REDIS_URL. Nothing is lost meanwhile; it waits.")


def look_at_reader() -> Iterator[Found]:
    """Yield how the sandbox, the reader of scans and the classifier stand."""
    try:
        sandbox().parse(b"Subject: check\r\n\r\nIs the sandbox there?\r\n")
    except SandboxError as error:
        yield _wrong("sandbox", f"{error} Install libseccomp2.")
    else:
        weak = settings.PUTRIGHT_SANDBOX == "weak"
        words = "Untrusted files are opened in it" + (", WITHOUT the system-call filter." if weak else ".")
        yield _look("sandbox", words) if weak else _fine("sandbox", words)
    if has_tesseract():
        yield _fine("scans", "tesseract is there.")
    else:
        yield _look("scans", "tesseract-ocr-eng is not installed: scans and photographs wait for a person.")
    model, trouble = find_model_in_use()
    if trouble:
        yield _wrong("classifier", f"{trouble} The packaged one reads meanwhile: {model.version}.")
    else:
        yield _fine("classifier", f"Model {model.version}.")


def look_at_virus_scan() -> Iterator[Found]:
    """Yield how the virus scan stands, by having it scan something harmless and the test file of all scanners."""
    state, words = say_scan(timezone.now())
    yield Found(what="virus scan", state=State(state), words=words)


def look_at_templates() -> Iterator[Found]:
    """Yield how the letters' words, their layout and their PDF stand; a council's own among them."""
    folder = Path(settings.PUTRIGHT_PACKS) / "letters" if settings.PUTRIGHT_PACKS else None
    home = folder if folder and folder.is_dir() else None
    try:
        words = load_words(own=home)
    except LetterError as error:
        yield _wrong("templates", str(error))
    else:
        whose = "The letters' words, your own among them, are" if home else "The letters' words are"
        yield _fine("templates", f"{whose} whole (version {words.version[:12]}).")
    try:
        layout = load_layout(home)
    except LetterError as error:
        yield _wrong("layout", str(error))
    else:
        yield _fine(
            "layout", f"Letters are laid out in {'ours' if layout.is_ours else 'yours'} ({layout.digest[:12]})."
        )


LOOKS: tuple[Callable[[], Iterator[Found]], ...] = (
    look_at_settings,
    look_at_packs,
    look_at_mailboxes,
    look_at_database,
    look_at_queue,
    look_at_reader,
    look_at_virus_scan,
    look_at_templates,
)
