"""Say whether two names may be one person's: strict, since two people of one family share an address and a surname."""

import re
import unicodedata
from typing import Final

TITLES: Final = frozenset(
    ["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "lady", "lord", "rev", "cllr", "councillor"]
)
TOGETHER: Final = frozenset({"and", "und", "et"})
_HIS: Final = frozenset({"mr", "sir", "lord"})
_HERS: Final = frozenset({"mrs", "ms", "miss", "lady"})
_SIGN: Final = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*|&")


def is_same_name(first: str, second: str) -> bool:
    """Return whether two names may be one person's; a missing name speaks against nobody.

    The given name must be in both: "Ashby" alone, "P Ashby" and "Joan and Paul Ashby" may be somebody else's.

    >>> is_same_name("ASHBY, Joan", "Mrs Joan M. Ashby"), is_same_name("Joan Ashby", "Paul Ashby")
    (True, False)
    """
    left, right = _parts(first), _parts(second)
    if not (left and right):
        return True
    if _titles_differ(first, second):
        return False
    if set(left) == set(right):
        return True
    shorter, longer = sorted((left, right), key=len)
    if _is_couple(shorter) != _is_couple(longer):
        return False
    return shorter[0] == longer[0] and set(shorter) <= set(longer)


def is_name(text: str) -> bool:
    """Return whether a text holds a name at all, rather than an address or a number."""
    return bool(_parts(text))


def name_parts(name: str) -> tuple[str, ...]:
    """Return a name's parts as they are compared: given names first, small letters, no titles, no accents.

    >>> name_parts("ASHBY, Mrs Jo\u00e3n")
    ('joan', 'ashby')
    """
    return _parts(name)


def _parts(name: str) -> tuple[str, ...]:
    if "@" in name:
        return ()
    surname, comma, given = name.partition(",")
    whole = f"{given} {surname}" if comma and given.strip() else name
    plain = unicodedata.normalize("NFKD", whole.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return tuple(part for part in _SIGN.findall(letters) if part not in TITLES)


def _titles_differ(first: str, second: str) -> bool:
    left, right = (frozenset(_SIGN.findall(name.casefold())) for name in (first, second))
    return bool((left & _HIS and right & _HERS) or (left & _HERS and right & _HIS))


def _is_couple(parts: tuple[str, ...]) -> bool:
    return "&" in parts or any(part in TOGETHER for part in parts[1:-1])
