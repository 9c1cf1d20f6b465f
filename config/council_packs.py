"""Read one council's file: its name, contacts, colours, signposts, and which procedure serves which family."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from config.council import Brand, Contact, Council, LetterStyle, ReceiptConvention
from config.council_safety import read_safety
from config.procedure import Family
from config.procedure_versions import Procedures
from config.toml_tables import Table

CONTACT_KEYS: Final = ("name", "phone", "hours", "email", "post", "website")
EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
BRAND_KEYS: Final = ("colour", "text", "tint", "line")
TEXT_POINTS: Final = (12, 14)


def read_council(table: Table, procedures: Procedures, unsure: frozenset[str]) -> Council:
    """Return the council in a table; faults are kept in the table.

    ``unsure`` names procedures whose own faults hide what they are: to name one is no second fault.
    """
    brand = table.table("brand")
    council = Council(
        id=table.text("id"),
        name=table.text("name"),
        source=table.text("source"),
        team=_contact(table.table("team")),
        duty=_contact(table.table("duty")),
        advocacy=_contact(table.table("advocacy")),
        ombudsman=_contact(table.table("ombudsman")),
        foster_support=_contact(table.table("foster_support")),
        procedures=_families(table, procedures, unsure),
        signposts=_signposts(table.table("signposts")),
        reference_prefix=table.text("reference_prefix", default="PR"),
        receipt=table.choice("receipt", ReceiptConvention, default=ReceiptConvention.STRICT),
        brand=_brand(brand) if brand else Brand(),
        safety=read_safety(table.table("safety"), is_email=lambda words: bool(EMAIL.fullmatch(words))),
        letters=_letters(table.table("letters")),
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


def _letters(table: Table | None) -> LetterStyle:
    if table is None:
        return LetterStyle()
    style = LetterStyle(
        text_points=table.number("text_points", default=LetterStyle().text_points),
        attach_word=table.flag("attach_word"),
    )
    if table.is_sound("text_points") and style.text_points not in TEXT_POINTS:
        # Large print is a person's own need: it is asked for in a case, never set for everybody.
        table.fault("text_points", f"is {style.text_points}", "write 12 or 14")
    table.finish()
    return style


def _families(table: Table, procedures: Procedures, unsure: frozenset[str]) -> Mapping[Family, str]:
    inner = table.table("procedures")
    if inner is None:
        if not table.is_sound("procedures"):
            return MappingProxyType({})
        table.fault("procedures", "is missing", "name a procedure for each family the council has")
        return MappingProxyType({})
    named: dict[Family, str] = {}
    for family in (Family.STATUTORY, Family.CORPORATE, Family.ENGLISH_FLUENCY, Family.FOSTER_CARER):
        # Only some councils have a procedure of their own for foster carers; the others use the corporate one.
        if family is Family.FOSTER_CARER and not inner.has(family):
            continue
        named[family] = inner.text(family)
        if inner.is_sound(family) and named[family] not in unsure:
            _check_family(inner, family, named[family], procedures)
    inner.finish()
    return MappingProxyType(named)


def _check_family(table: Table, family: Family, id_: str, procedures: Procedures) -> None:
    versions = procedures.versions(id_)
    if not versions:
        table.fault(family, f"{id_!r} is no procedure", f"name one of {', '.join(sorted(procedures))}")
    wrong = next((version for version in versions if version.family is not family), None)
    if wrong:
        table.fault(family, f"{id_!r} is a {wrong.family} procedure", "name one of the right family")


def _signposts(table: Table | None) -> Mapping[str, Contact]:
    if table is None:
        return MappingProxyType({})
    signposts: dict[str, Contact] = {}
    for key in table.keys():  # noqa: SIM118 - a Table is no dict
        inner = table.table(key)
        signposts[key] = _contact(inner)
        if inner and inner.is_sound("name") and not signposts[key].name:
            inner.fault("name", "is missing: the signpost has no name", "write who to go to, or take the signpost out")
    table.finish()
    return MappingProxyType(signposts)
