"""Know the card people put under their letters: "Kind regards", and below it name, post and numbers.

A card is told from words by its lines: all short, two with a number or an address, none that tells something.
"""

# ruff: noqa: RUF001 - the letters of other alphabets are meant

import re

_TOLD = re.compile(r"\b(?:I|me|my|he|she|they|we|you|him|her|his|them|please|not|was|were|is|has|have|had)\b")
_CLOSING = re.compile(
    r"\s{0,4}(?:(?:kind(?:est)?|warm(?:est)?|best|many|with) )?(?:kind )?(?:regards|wishes|thanks|thank you)(?:"
    r" (?:and regards|in advance))?"
    r"[,.!]?\s{0,3}$|\s{0,4}(?:yours (?:sincerely|faithfully|truly)|sincerely|cheers|rgds|kr)[,.]?\s{0,3}$"
    r"|\s{0,4}(?:cofion(?: gorau| cynnes)?|yn gywir|yr eiddoch yn gywir|diolch(?: yn fawr)?)[,.]?\s{0,3}$"
    r"|\s{0,4}(?:mit freundlichen grüßen|viele grüße|cordialement|bien cordialement|saludos(?: cordiales)?"
    r"|atentamente"
    r"|cordiali saluti|distinti saluti|pozdrawiam|z poważaniem|met vriendelijke groet(?:en)?|atenciosamente"
    r"|cumprimentos"
    r"|saygılarımla|cu stimă|pagarbiai|з повагою|с уважением)[,.]?\s{0,3}$",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(?:\b(?:tel|telephone|phone|mob|mobile|direct(?: dial| line)?|fax|ffôn|e-?mail|web|website|switchboard"
    r"|ext)\b\.?\s{0,2}[:.]?"
    r"|[\w.+-]{1,60}@[\w-]{1,60}\.|https?://|www\.|(?:\+?\d[\s()-]{0,3}){9,14}|\b[A-Z]{1,2}\d[A-Z\d]?"
    r" \d[A-Z]{2}\b|[☎✉📞])",
    re.IGNORECASE,
)
_CARD_LINES, _CARD_LINE_LETTERS, _CARD_WORDS = 14, 100, 8


def is_closing(line: str) -> bool:
    """Return whether the line is how letters end, as "Kind regards"."""
    return bool(_CLOSING.match(line))


def card_lines(lines: list[str], at: int) -> int:
    """Return how many lines of name, post and numbers stand from ``lines[at]`` on, to the end of ``lines``.

    0 unless all of them are short, two of them hold a number or an address, and none reads like a sentence.
    """
    card = [line for line in lines[at:] if line.strip()]
    is_card = 2 < len(card) <= _CARD_LINES and sum(bool(_CONTACT.search(line)) for line in card) >= 2
    return len(lines) - at if is_card and not any(map(is_sentence, card)) else 0


def is_sentence(line: str) -> bool:
    """Return whether a line below a name tells something: then it is the writer's words and no card's."""
    words = line.split()
    if not words:
        return False
    has_contact = bool(_CONTACT.search(line))
    is_long = len(line) > _CARD_LINE_LETTERS or (len(words) > _CARD_WORDS and not has_contact)
    is_told = bool(_TOLD.search(line)) and not has_contact
    return is_told or is_long or (len(words) > 2 and words[0].isalpha() and words[0].islower() and not has_contact)
