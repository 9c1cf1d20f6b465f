"""Number the points of a list as the page shows them: from where it begins, in figures, letters or Roman figures."""

from collections.abc import Mapping

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LARGEST = 3_999


def first_number(attributes: Mapping[str, str]) -> int:
    """Return the number the first point of a list bears."""
    return _number(attributes.get("start", ""), 1)


def number_of(attributes: Mapping[str, str], following: int) -> int:
    """Return the number of a point, which may name its own."""
    return _number(attributes.get("value", ""), following)


def say_number(number: int, kind: str) -> str:
    """Return a point's number the way its list writes it.

    >>> say_number(4, "1"), say_number(28, "a"), say_number(4, "I")
    ('4', 'ab', 'IV')
    """
    if not 0 < number <= _LARGEST or kind not in ("a", "A", "i", "I"):
        return str(number)
    words = _roman(number) if kind in "iI" else _letters(number)
    return words.upper() if kind.isupper() else words


def _roman(number: int) -> str:
    words = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        words += letters * count
    return words


def _letters(number: int) -> str:
    words = ""
    while number:
        number, place = divmod(number - 1, 26)
        words = chr(ord("a") + place) + words
    return words


def _number(value: str, otherwise: int) -> int:
    digits = value.strip().lstrip("+")
    is_number = digits.removeprefix("-").isascii() and digits.removeprefix("-").isdigit() and len(digits) < 10
    return int(digits) if is_number else otherwise
