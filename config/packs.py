"""Load procedures, councils and calendars from their TOML files, all faults of all files in one message.

Each kind is read from this package's own folder and from the same-named folder under ``extra``, so that a council
adds its own files without touching the program's. A later file with the same id takes the place of an earlier one.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

import holidays

from config.council import Brand, Contact, Council, ReceiptConvention
from config.procedure import Family, Procedure
from config.procedure_packs import Pack, fill_gaps, read_procedure
from config.toml_tables import ConfigError, Faults, Table, read_tables
from config.working_days import Calendar

HOME: Final = Path(__file__).parent
CONTACT_KEYS: Final = ("name", "phone", "hours", "email", "post", "website")
EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
BRAND_KEYS: Final = ("colour", "text", "tint", "line")


@cache
def load_procedures(extra: Path | None = None) -> Mapping[str, Procedure]:
    """Return every procedure by its id, gaps filled from the default packs.

    Raises: ConfigError naming every fault of every file.
    """
    faults = Faults()
    procedures = _read_procedures(extra, faults)
    faults.raise_if_any()
    return procedures


@cache
def load_councils(extra: Path | None = None) -> Mapping[str, Council]:
    """Return every council by its id; each names procedures that exist and serve the family they stand for.

    Raises: ConfigError naming every fault of every file.
    """
    faults = Faults()
    procedures = _read_procedures(extra, faults)
    councils: dict[str, Council] = {}
    for file, table in read_tables(_folders("councils", extra, faults), faults):
        council = _council(table, procedures)
        _check_id(council.id, file, faults)
        councils[council.id] = council
    faults.raise_if_any()
    return MappingProxyType(councils)


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
    calendars: dict[str, Calendar] = {}
    for file, table in read_tables(_folders("calendars", extra, faults), faults):
        calendar = _calendar(table)
        _check_id(calendar.id, file, faults)
        calendars[calendar.id] = calendar
    faults.raise_if_any()
    if calendar_id not in calendars:
        raise ConfigError((f"calendars: {calendar_id}: no such calendar; name one of {', '.join(sorted(calendars))}",))
    return calendars[calendar_id]


def _folders(kind: str, extra: Path | None, faults: Faults) -> tuple[Path, ...]:
    if extra is None:
        return (HOME / kind,)
    if not extra.is_dir():
        # A mistyped folder would otherwise run the council on our defaults without a word.
        faults.add(str(extra), kind, "is no folder", "name the folder that holds the council's own packs")
    return (HOME / kind, extra / kind)


def _check_id(id_: str, file: Path, faults: Faults) -> None:
    if id_ != file.stem:
        faults.add(file.name, "id", f"is {id_!r}", f"give the file and its id the same name: {file.stem!r}")


def _read_procedures(extra: Path | None, faults: Faults) -> Mapping[str, Procedure]:
    packs: dict[str, Pack] = {}
    for file, table in read_tables(_folders("procedures", extra, faults), faults):
        pack = read_procedure(table)
        _check_id(pack.procedure.id, file, faults)
        packs[pack.procedure.id] = pack
    return MappingProxyType(fill_gaps(packs, faults))


def _council(table: Table, procedures: Mapping[str, Procedure]) -> Council:
    brand = table.table("brand")
    council = Council(
        id=table.text("id"),
        name=table.text("name"),
        source=table.text("source"),
        team=_contact(table.table("team")),
        duty=_contact(table.table("duty")),
        advocacy=_contact(table.table("advocacy")),
        ombudsman=_contact(table.table("ombudsman")),
        procedures=_families(table, procedures),
        signposts=_signposts(table.table("signposts")),
        reference_prefix=table.text("reference_prefix", default="PR"),
        receipt=table.choice("receipt", ReceiptConvention, default=ReceiptConvention.STRICT),
        brand=_brand(brand) if brand else Brand(),
    )
    table.finish()
    return council


def _contact(table: Table | None) -> Contact:
    if table is None:
        return Contact()
    contact = Contact(**{key: table.text(key, default="") for key in CONTACT_KEYS})
    if contact.email and not EMAIL.fullmatch(contact.email):
        table.fault("email", f"is {contact.email!r}", "write one address, as team@council.example")
    if contact.website and not contact.website.startswith("https://"):
        table.fault("website", f"is {contact.website!r}", "write the whole address, beginning with https://")
    table.finish()
    return contact


def _brand(table: Table) -> Brand:
    standard = Brand()
    colours = {key: table.text(key, default=getattr(standard, key)) for key in BRAND_KEYS}
    for key, value in colours.items():
        if not (value.startswith("#") and len(value) == 7 and all(c in "0123456789abcdef" for c in value[1:].lower())):
            table.fault(key, f"is {value!r}", "write a colour as #174a4f")
    table.finish()
    return Brand(**colours)


def _families(table: Table, procedures: Mapping[str, Procedure]) -> Mapping[Family, str]:
    inner = table.table("procedures")
    if inner is None:
        table.fault("procedures", "is missing", "name a procedure for each family the council has")
        return MappingProxyType({})
    named: dict[Family, str] = {}
    for family in (Family.STATUTORY, Family.CORPORATE, Family.ENGLISH_FLUENCY, Family.FOSTER_CARER):
        # Only some councils have a procedure of their own for foster carers; the others use the corporate one.
        if family is Family.FOSTER_CARER and not inner.has(family):
            continue
        named[family] = inner.text(family)
        procedure = procedures.get(named[family])
        if procedure is None:
            inner.fault(family, f"{named[family]!r} is no procedure", f"name one of {', '.join(sorted(procedures))}")
        elif procedure.family is not family:
            inner.fault(family, f"{procedure.id!r} is a {procedure.family} procedure", "name one of the right family")
    inner.finish()
    return MappingProxyType(named)


def _signposts(table: Table | None) -> Mapping[str, Contact]:
    if table is None:
        return MappingProxyType({})
    signposts = {key: _contact(table.table(key)) for key in table.keys()}  # noqa: SIM118 - a Table is no dict
    for key, contact in signposts.items():
        if not contact.name:
            table.fault(key, "has no name", "write who to go to, or take the signpost out")
    table.finish()
    return MappingProxyType(signposts)


def _calendar(table: Table) -> Calendar:
    first, last = table.number("first_year"), table.number("last_year")
    closed: dict[date, str] = {}
    for subdivision in table.texts("subdivisions"):
        try:
            found = holidays.country_holidays(table.text("country"), subdiv=subdivision, years=range(first, last + 1))
        except NotImplementedError:
            table.fault("subdivisions", f"{subdivision!r} is not known", "write one of ENG, WLS, SCT, NIR")
            continue
        # One day may be a holiday in several countries under several names; the first name stands.
        closed = {day: name.replace("(observed)", "(substitute)") for day, name in found.items()} | closed
    for extra in table.tables("extra"):
        day, name = extra.day("on"), extra.text("name")
        extra.text("source")
        extra.finish()
        closed[day] = name
    calendar = Calendar(
        id=table.text("id"),
        title=table.text("title"),
        source=table.text("source"),
        first=date(first, 1, 1),
        last=date(last, 12, 31),
        checked_until=table.day("checked_until"),
        closed=MappingProxyType(closed),
    )
    table.finish()
    return calendar
