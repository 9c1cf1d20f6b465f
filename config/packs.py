"""Load procedures, councils and calendars from their TOML files, all faults of all files in one message.

Each kind is read from this package's own folder and from the same-named folder under ``extra``, so that a council
adds its own files without touching the program's. A later file with the same id takes the place of an earlier one; of
procedures, several versions of one id stand side by side by their dates (``config.procedure_versions``).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

import holidays

from config.council import Council
from config.council_packs import read_council
from config.procedure_gaps import fill_gaps
from config.procedure_packs import Pack, read_procedure
from config.procedure_versions import Procedures, arrange_versions
from config.toml_tables import ConfigError, Faults, Table, read_tables
from config.working_days import Calendar

HOME: Final = Path(__file__).parent
EARLIEST_YEAR, LATEST_YEAR = 1974, 2200
"""The years a calendar may hold: bank holidays are by the rules in force since 1974."""


@cache
def load_procedures(extra: Path | None = None) -> Procedures:
    """Return every procedure by its id, gaps filled from the default packs; ``on(day)`` gives those of one day.

    Raises: ConfigError naming every fault of every file.
    """
    faults = Faults()
    procedures, _ = _read_procedures(extra, faults)
    faults.raise_if_any()
    return procedures


@cache
def load_councils(extra: Path | None = None) -> Mapping[str, Council]:
    """Return every council by its id; each names procedures that exist and serve the family they stand for.

    Raises: ConfigError naming every fault of every file.
    """
    faults = Faults()
    councils = _read_councils(extra, *_read_procedures(extra, faults), faults)
    faults.raise_if_any()
    return councils


def load_council(council_id: str, extra: Path | None = None) -> Council:
    """Return one council.

    Raises: ConfigError if no pack has this id, or any pack has a fault.
    """
    councils = load_councils(extra)
    if council_id not in councils:
        cure = f"name one of {', '.join(sorted(councils))}, or add a file to the councils folder"
        raise ConfigError((f"councils: {council_id}: no such council; {cure}",))
    return councils[council_id]


@cache
def load_calendar(calendar_id: str = "england", extra: Path | None = None) -> Calendar:
    """Return one calendar, its bank holidays computed by rule and its proclaimed days added.

    Raises: ConfigError if no file has this id, or any file has a fault.
    """
    faults = Faults()
    calendars = _read_calendars(extra, faults)
    faults.raise_if_any()
    if calendar_id not in calendars:
        raise ConfigError((f"calendars: {calendar_id}: no such calendar; name one of {', '.join(sorted(calendars))}",))
    return calendars[calendar_id]


def load_afresh(council_id: str, extra: Path | None = None) -> tuple[Calendar, Procedures, Council | None]:
    """Return calendar, procedures and council as the files are now, beside what was loaded; None for no such council.

    Raises: ConfigError naming every fault of every file.
    """
    faults = Faults()
    procedures, unsure = _read_procedures(extra, faults)
    councils = _read_councils(extra, procedures, unsure, faults)
    calendars = _read_calendars(extra, faults)
    faults.raise_if_any()
    return calendars["england"], procedures, councils.get(council_id)


def list_files(extra: Path | None = None) -> tuple[Path, ...]:
    """Return every file that procedures, councils and calendars are read from."""
    homes = (HOME, extra) if extra else (HOME,)
    kinds = ("procedures", "councils", "calendars")
    return tuple(sorted(file for home in homes for kind in kinds for file in (home / kind).glob("*.toml")))


def find_faults(extra: Path | None = None) -> tuple[str, ...]:
    """Return every fault of every procedure, council and calendar at once: file, key, value, and the cure."""
    faults = Faults()
    _read_councils(extra, *_read_procedures(extra, faults), faults)
    _read_calendars(extra, faults)
    return tuple(faults.found)


def _folders(kind: str, extra: Path | None, faults: Faults) -> tuple[Path, ...]:
    if extra is None:
        return (HOME / kind,)
    if not extra.is_dir():
        # A mistyped folder would otherwise run the council on our defaults without a word.
        faults.add(str(extra), kind, "is no folder", "name the folder that holds the council's own packs")
    return (HOME / kind, extra / kind)


def _check_id(id_: str, file: Path, faults: Faults) -> None:
    if id_ and id_ != file.stem:
        faults.add(file.name, "id", f"is {id_!r}", f"give the file and its id the same name: {file.stem!r}")


def _read_procedures(extra: Path | None, faults: Faults) -> tuple[Procedures, frozenset[str]]:
    """Return the procedures, and the ids of those of which not even the family can be read."""
    found: list[list[Pack]] = []
    announced: set[str] = set()
    for folder in _folders("procedures", extra, faults):
        announced |= {_id_of(file) for file in folder.glob("*.toml")}
        found.append([_read_pack(file, table, faults) for file, table in read_tables((folder,), faults)])
    ours, own = found[0], found[1] if found[1:] else []
    packs = arrange_versions(ours, own, faults)
    unreadable = frozenset(announced - set(packs))
    unsure = {id_ for id_, versions in packs.items() if any("family" in pack.broken for pack in versions)}
    return Procedures(fill_gaps(packs, unreadable, faults)), unreadable | unsure


def _read_pack(file: Path, table: Table, faults: Faults) -> Pack:
    """Return the pack in a file, ``id.toml`` or, for one version among others, ``id.2027-04-01.toml``."""
    pack = read_procedure(table)
    id_, begins, (_, _, dated) = pack.procedure.id, pack.procedure.valid_from, file.stem.partition(".")
    if id_ and id_ != _id_of(file):
        faults.add(file.name, "id", f"is {id_!r}", f"give the file and its id the same name: {_id_of(file)!r}")
    if dated and dated != begins.isoformat() and "valid_from" not in pack.broken:
        faults.add(file.name, "valid_from", f"is {begins}", f"name the file {_id_of(file)}.{begins}.toml")
    return replace(pack, procedure=replace(pack.procedure, id=_id_of(file)))


def _id_of(file: Path) -> str:
    return file.stem.partition(".")[0]


def _read_councils(
    extra: Path | None, procedures: Procedures, unsure: frozenset[str], faults: Faults
) -> Mapping[str, Council]:
    councils: dict[str, Council] = {}
    own = extra / "letters" if extra else None
    home = own if own and own.is_dir() else None
    for file, table in read_tables(_folders("councils", extra, faults), faults):
        council = read_council(table, procedures, unsure)
        _check_id(council.id, file, faults)
        councils[council.id] = replace(council, letters=replace(council.letters, home=home))
    return MappingProxyType(councils)


def _read_calendars(extra: Path | None, faults: Faults) -> dict[str, Calendar]:
    calendars: dict[str, Calendar] = {}
    for file, table in read_tables(_folders("calendars", extra, faults), faults):
        calendar = _calendar(table)
        _check_id(calendar.id, file, faults)
        calendars[calendar.id] = calendar
    return calendars


def _calendar(table: Table) -> Calendar:
    first, last = table.number("first_year"), table.number("last_year")
    has_years = table.is_sound("first_year", "last_year")
    if has_years and not EARLIEST_YEAR <= first <= last <= LATEST_YEAR:
        table.fault("last_year", f"is {last} after {first}", f"write years in order, {EARLIEST_YEAR} to {LATEST_YEAR}")
        has_years = False
    years = range(first, last + 1) if has_years else range(EARLIEST_YEAR, EARLIEST_YEAR + 1)
    closed = _bank_holidays(table, years if has_years else range(0))
    for extra in table.tables("extra"):
        day, name = extra.day("on"), extra.text("name")
        extra.text("source")
        extra.finish()
        closed[day] = name
    calendar = Calendar(
        id=table.text("id"),
        title=table.text("title"),
        source=table.text("source"),
        first=date(years[0], 1, 1),
        last=date(years[-1], 12, 31),
        checked_until=table.day("checked_until"),
        closed=MappingProxyType(closed),
    )
    table.finish()
    return calendar


def _bank_holidays(table: Table, years: range) -> dict[date, str]:
    """Return the bank holidays by rule of every part of the country the calendar names."""
    country, subdivisions = table.text("country"), table.texts("subdivisions")
    if not subdivisions and table.is_sound("subdivisions"):
        # Without a part of the country no bank holiday at all would be skipped, and every date be too early.
        table.fault("subdivisions", "are missing", 'write the parts of the country, as ["ENG"]')
    closed: dict[date, str] = {}
    for subdivision in subdivisions if years and table.is_sound("country") else ():
        try:
            found = holidays.country_holidays(country, subdiv=subdivision, years=years)
        except NotImplementedError:
            cure = 'write one of ENG, WLS, SCT, NIR, and country = "GB"'
            table.fault("subdivisions", f"{subdivision!r} is not known in {country!r}", cure)
            continue
        # One day may be a holiday in several countries under several names; the first name stands.
        closed = {day: name.replace("(observed)", "(substitute)") for day, name in found.items()} | closed
    return closed
