"""Find our case references in what people and programs write, however they spell them."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Hyphens of every kind, slashes, dots, blanks, line ends, and the marks of a quotation that a line end may bring.
_BETWEEN: Final = r"[\s>|\-\u2010-\u2015\u2212/\\_.:,#]{0,8}"
_APART: Final = r"[\s>|\-\u2010-\u2015\u2212/\\_.:,#]{1,8}"
# "Bcc: 2026-03-12" is a day.
_NO_DAY: Final = r"(?!(?<=\D\d\d)[-/.]\d\d?(?!\d))"
_PARTS: Final = re.compile(r"(?P<prefix>.+)-(?P<year>\d{4})-(?P<number>\d+)\Z")
_SAID: Final = re.compile(
    r"\b(?:ref|reference|case|complaint|our|your)\b(?:\W{0,3}(?:no|number|num|is|ref|reference|id)\b){0,3}\W{0,4}"
    rf"(?P<year>(?:19|20)\d\d){_APART}(?P<number>\d{{1,6}})(?!\d)",
    re.IGNORECASE,
)


def find_references(text: str, prefix: str) -> tuple[str, ...]:
    r"""Return our references in a text, each once, as we write them.

    >>> find_references("Ref bcc 2026 12, and BCC/2026/\n> 0013", "BCC")
    ('BCC-2026-0012', 'BCC-2026-0013')
    """
    found = _pattern(prefix.casefold()).finditer(_plain(text)) if prefix else ()
    return tuple(dict.fromkeys(write_reference(prefix, m["year"], m["number"] or m["close"]) for m in found))


def find_bare_references(text: str, prefix: str) -> tuple[str, ...]:
    """Return references given by year and number alone ("my complaint number 2026/12"): a weaker sign.

    >>> find_bare_references("about case no. 2026-0012", "BCC")
    ('BCC-2026-0012',)
    """
    return tuple(dict.fromkeys(write_reference(prefix, m["year"], m["number"]) for m in _SAID.finditer(_plain(text))))


def write_reference(prefix: str, year: str, number: str) -> str:
    """Return a reference as we write it: the number with four figures at least."""
    return f"{prefix}-{year}-{int(number):04d}"


def prefix_of(reference: str) -> str:
    """Return what stands before the year of a reference, "" if it is none of ours.

    >>> prefix_of("BCC-2026-0012")
    'BCC'
    """
    match = _PARTS.match(reference)
    return match["prefix"] if match else ""


@lru_cache(maxsize=16)
def _pattern(prefix: str) -> re.Pattern[str]:
    letters = r"[\s.]?".join(map(re.escape, prefix))
    # Without a sign between, the number must be written out: BCC20260012.
    number = rf"(?:{_APART}(?P<number>\d{{1,6}})|(?P<close>\d{{4,6}}))(?!\w){_NO_DAY}"
    return re.compile(rf"(?<!\w){letters}{_BETWEEN}(?P<year>(?:19|20)\d\d){number}")


def _plain(text: str) -> str:
    """Return the text with full-width signs made plain, and without signs that have no width."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in plain if unicodedata.category(sign) != "Cf").casefold()
