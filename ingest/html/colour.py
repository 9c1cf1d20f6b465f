"""Read the colours and sizes a style names: what is too small or too pale on its ground to be seen."""

import re
from functools import lru_cache

from PIL import ImageColor

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
# No eye tells colours this near to each other apart on a screen: #f5f5f5 on white is a blank page.
_NEAREST = 12
_FAINTEST = 0.05
_SEE_THROUGH = frozenset({"transparent", "none", "inherit", "initial", "unset", "revert", ""})
_FUNCTION = re.compile(r"(rgba?|hsla?)\(([^()]{1,60})\)")
_NUMBERS = re.compile(r"[\s,/]+")
_SIZE = re.compile(r"\+?(\d{0,6}(?:\.\d{0,9})?)\s?(px|pt|em|rem|%|ex|vw|cm|mm|in)?$")
_FONT = re.compile(r"(?:^|\s)(\.?\d{1,6}(?:\.\d{1,9})?(?:px|pt|em|rem|%)?)(?:\s?/\s?[\w.%]{1,20})?\s+[^\s\d]")
# Up to here letters are dots at most, by unit; without a unit it is pixels.
_DOTS = {"em": 0.1, "rem": 0.1, "ex": 0.2, "%": 10.0, "cm": 0.03, "mm": 0.3, "in": 0.01, "vw": 0.1}
_RELATIVE = frozenset({"em", "%", "ex"})
_SYSTEM = {"window": WHITE, "canvas": WHITE, "windowtext": (0, 0, 0), "canvastext": (0, 0, 0)}


def is_see_through(value: str) -> bool:
    """Return whether a background of this value lets the one below it be seen."""
    words = value.strip()
    if words in _SEE_THROUGH or words.split()[0] in _SEE_THROUGH:
        return True
    return alpha_of(words) == 0


@lru_cache(maxsize=2_048)
def alpha_of(value: str) -> float:
    """Return how much a colour covers, 0.0 to 1.0."""
    if value.strip() == "transparent":
        return 0.0
    function = _FUNCTION.match(value.strip())
    numbers = _NUMBERS.split(function[2].strip()) if function else []
    if len(numbers) != 4:
        return 1.0
    try:
        return float(numbers[3].rstrip("%")) / (100 if numbers[3].endswith("%") else 1)
    except ValueError:
        return 1.0


@lru_cache(maxsize=2_048)
def read_colour(value: str) -> Colour | None:
    """Return the colour a value names, None if it names none that is known.

    >>> read_colour("#FFF"), read_colour("rgba(255, 0, 0, .5)"), read_colour("url(sky.png)")
    ((255, 255, 255), (255, 0, 0), None)
    """
    words = value.strip().lower()[:100]
    if words in _SYSTEM:
        return _SYSTEM[words]
    if function := _FUNCTION.match(words):
        numbers = _NUMBERS.split(function[2].strip())[:3]
        words = f"{function[1].rstrip('a')}({','.join(numbers)})"
    elif re.fullmatch(r"[0-9a-f]{6}", words):
        words = f"#{words}"
    try:
        return ImageColor.getrgb(words)[:3]
    except (ValueError, IndexError):
        return None


def read_ground(value: str) -> Colour | None:
    """Return the one colour a background is painted with, None if a picture, a mixture or nobody knows what."""
    if "url(" in value or "gradient" in value or "var(" in value or 0 < alpha_of(value) < 1:
        return None
    whole = read_colour(value)
    if whole is not None:
        return whole
    function = _FUNCTION.search(value)
    if function:
        return read_colour(function[0])
    return next((colour for word in value.split()[:9] if (colour := read_colour(word)) is not None), None)


def is_same(colour: Colour, ground: Colour) -> bool:
    """Return whether words of this colour cannot be told from the ground they stand on."""
    return all(abs(one - other) <= _NEAREST for one, other in zip(colour, ground, strict=True))


def size_in_font(value: str) -> str:
    """Return the size in the short form of a font ("bold 12px/1.5 Arial"), "" if it names none."""
    found = _FONT.search(value + " x")
    return found[1] if found else ""


def is_dots(size: str) -> bool:
    """Return whether letters of this size are dots at most."""
    number, unit = _measure(size)
    return number is not None and number <= _DOTS.get(unit, 1.0)


def is_zero(size: str) -> bool:
    """Return whether a size is none at all, which no share of it can make larger."""
    return _measure(size)[0] == 0


def is_nothing(size: str) -> bool:
    """Return whether a box of this size has no room for a letter."""
    return is_dots(size) and _measure(size)[1] in ("", "px", "pt", "em")


def is_faint(opacity: str) -> bool:
    """Return whether so little of an element shows that nobody sees it."""
    number, unit = _measure(opacity)
    return number is not None and number <= (_FAINTEST * 100 if unit == "%" else _FAINTEST)


def is_relative(size: str) -> bool:
    """Return whether a size is a share of the one around it."""
    return _measure(size)[1] in _RELATIVE


def _measure(size: str) -> tuple[float | None, str]:
    found = _SIZE.match(size.strip())
    if not found or not found[1].strip("."):
        return None, ""
    return float(found[1]), found[2] or ""
