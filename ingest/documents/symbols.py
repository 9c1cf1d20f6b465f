"""Read the signs that picture fonts (Wingdings, Webdings, Symbol) draw for a letter: ticks, crosses and bullets."""

# Source: Microsoft's table of the font Wingdings; only signs that say something in a form or a letter.
_WINGDINGS = {
    0x4A: "\u263a", 0x4B: "\U0001f610", 0x4C: "\u2639", 0x6C: "\u25cf", 0x6E: "\u25a0", 0x6F: "[ ]", 0x71: "[ ]",
    0x72: "[ ]", 0x78: "[x]", 0xA7: "\u2022", 0xA8: "[ ]", 0xD8: "\u27a2", 0xE0: "\u2192", 0xE8: "\u2192",
    0xFB: "\u2717", 0xFC: "\u2713", 0xFD: "[x]", 0xFE: "[x]",
}  # fmt: skip
_WINGDINGS_2 = {0x50: "\u2713", 0x4F: "\u2717", 0x51: "[x]", 0x52: "[x]", 0x53: "[x]", 0x54: "[x]", 0xA3: "[ ]"}
_GREEK = dict(
    zip(
        b"ABGDEZHQIKLMNXOPRSTUFCYWabgdezhqiklmnxoprstufcyw",
        "\u0391\u0392\u0393\u0394\u0395\u0396\u0397\u0398\u0399\u039a\u039b\u039c\u039d\u039e\u039f\u03a0\u03a1\u03a3"
        "\u03a4\u03a5\u03a6\u03a7\u03a8\u03a9\u03b1\u03b2\u03b3\u03b4\u03b5\u03b6\u03b7\u03b8\u03b9\u03ba\u03bb\u03bc"
        "\u03bd\u03be\u03bf\u03c0\u03c1\u03c3\u03c4\u03c5\u03c6\u03c7\u03c8\u03c9",
        strict=True,
    )
)
_SYMBOL = _GREEK | {
    0xB7: "\u2022",
    0xA3: "\u2264",
    0xB3: "\u2265",
    0xB1: "\u00b1",
    0xB4: "\u00d7",
    0xAE: "\u2192",
    0xA0: "\u20ac",
}
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
_PRIVATE = {0xF000 + code: sign for code, sign in _WINGDINGS.items()} | {0xF0B7: "\u2022"}


def sign_of(font: str, code: int) -> str:
    """Return the sign a picture font draws, as text.

    >>> sign_of("Wingdings", 0xF0FE), sign_of("Arial", 0x20AC)
    ('[x]', '\u20ac')
    """
    table = _FONTS.get(font.strip().lower())
    if table is None:
        return chr(code) if 0x20 <= code < 0xD800 else ""
    low = code & 0xFF
    return table.get(low, chr(low) if table is _SYMBOL and 0x20 <= low < 0x7F else "")


def without_private(text: str) -> str:
    """Return text with the letters of no alphabet that Word writes for a picture font's signs read as those signs."""
    return text if text.isascii() else text.translate(_PRIVATE)
