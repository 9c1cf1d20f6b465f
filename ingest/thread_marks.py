"""Know the lines mail programs write round other people's words, in the languages the council's families use.

Every pattern is anchored and bounded: a line of 10,000 ">" or "-" takes no longer than its length.
"""

import re

_ATTRIBUTION_START = re.compile(
    r"[ \t*_]{0,6}(?:On|Le|Am|El|Em|Il|Op|Ar|W dniu|Dnia|În|Pe|Den|Dne"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})\b"
)
_ATTRIBUTION_END = re.compile(
    r"(?:wrote|writes|a écrit|schrieb[^:\n]{0,80}|escribió|escreveu|ha scritto|schreef[^:\n]{0,80}"
    r"|ysgrifennodd[^:\n]{0,80}|pisze|napisał\(a\)|napisał|napisała|a scris|skrev[^:\n]{0,80}"
    r"|<[^<>\s]{1,200}@[^<>\s]{1,200}>)\s?:[ \t*_]{0,4}$"
)
_TIME = re.compile(r"\b\d{1,2}[:.h]\d{2}\b")
# "at 10:11, Jane Smith wrote:" has the comma only programs put there; "at 10:15 the manager wrote:" is a person's own.
_TIME_COMMA = re.compile(r"\b\d{1,2}[:.h]\d{2}(?::\d{2})?(?:[ \u202f]?[AaPp][Mm])?(?: [A-Z]{2,5}(?:[+-]\d{1,4})?)?,")
_DIVIDER = re.compile(
    r"[ \t*]{0,4}-{2,30}\s{0,3}(?:original message|original appointment|reply message|message d'origine"
    r"|ursprüngliche nachricht|mensaje original|wiadomość oryginalna|neges wreiddiol)\s{0,3}-{2,30}",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"[ \t*]{0,4}(?:-{2,30}\s{0,3}(?:forwarded (?:message|by)|fwd message|weitergeleitete nachricht|message transféré"
    r"|mensaje reenviado|wiadomość przekazana|neges a anfonwyd ymlaen)\b.{0,120}|begin forwarded message:?\s{0,4}$)",
    re.IGNORECASE,
)
_FIELD = re.compile(r"[ \t*_]{0,6}([A-Za-zÀ-ž]{1,12}(?: wrth)?)[*_]{0,2}\s?:[*_]{0,2}(?:\s|$)")
_FROM = frozenset({"from", "de", "von", "da", "van", "od", "oddi", "oddi wrth"})
_WHEN = frozenset(
    ("sent", "date", "envoyé", "gesendet", "enviado", "datum", "data", "verzonden", "wysłano", "anfonwyd", "dyddiad")
)
_REST = frozenset(
    (
        "to",
        "à",
        "an",
        "para",
        "a",
        "aan",
        "do",
        "at",
        "subject",
        "objet",
        "betreff",
        "asunto",
        "oggetto",
        "temat",
        "pwnc",
    )
)
# Whole lines only: "Sent from my phone because they took my laptop" is a sentence of somebody's own.
_DEVICE = re.compile(
    r"\s{0,4}(?:"
    r"sent (?:from|via|using) (?:my |the |a |an )?(?:verizon |vodafone |o2 |ee |apple |google )?"
    r"(?:iphone|ipad|ipod|samsung|galaxy|huawei|android|blackberry|nokia|xperia|oneplus|pixel|motorola|moto|honor|redmi|xiaomi|windows"
    r"|mobile|phone|smartphone|tablet)"
    r"(?: (?:galaxy|device|smartphone|phone|tablet|mobile|pro|plus|max|mini|air|ultra|edge|note|fold"
    r"|[a-z]{0,2}\d\w{0,4})){0,5}"
    r"|sent (?:from|via) (?:the )?(?:all new )?"
    r"(?:outlook|yahoo|mail|aol|proton ?mail|gmail|hotmail|icloud|bt|sky|virgin media)"
    r"(?: (?:mail|app|email|for|on|windows|ios|android|iphone|ipad|mobile|desktop|secure|new|all|\d{1,2})){0,6}"
    r"|get outlook for (?:ios|android|mac)"
    r"|envoyé de mon [\w ]{2,30}|enviado desde mi [\w ]{2,30}|von meinem [\w ]{2,30} gesendet|anfonwyd o fy [\w ]{2,30}"
    r"|wysłane z [\w ]{2,30}|trimis de pe [\w ]{2,30}"
    r")[.\s]{0,3}(?:[<(\[]https?://[^\s]{1,200})?\s{0,4}$",
    re.IGNORECASE,
)
_LEGAL_START = re.compile(
    r"[\s*_=#<\[-]{0,100}(?:this (?:e-?mail|message|communication|transmission)|the (?:information|contents?|views)"
    r"|confidential|disclaimer|important|notice|legal|privileged|if you (?:are not|have received|received)|any views"
    r"|e-?mail|mae'r|please note|unless)",
    re.IGNORECASE,
)
_LEGAL_READER = re.compile(
    r"intended (?:only|solely|recipient|for)|addressee|named (?:above|recipient)|if you (?:have )?received? ?d?",
    re.IGNORECASE,
)
_LEGAL = (
    re.compile(r"confidential|privileged|cyfrinachol", re.IGNORECASE),
    re.compile(r"in error|unauthori[sz]ed|prohibited|strictly forbidden|delete|destroy|disclos", re.IGNORECASE),
    re.compile(r"\b(?:this|any|the) (?:e-?mail|message|communication|transmission|attachment|sender)", re.IGNORECASE),
    re.compile(r"virus|malware|monitored|registered (?:office|in|charity)|no liability|liable", re.IGNORECASE),
)
_BANNER = re.compile(
    r"[\s\[*#!-]{0,8}(?:(?:caution|warning|external|important|rhybudd)\b[^\n]{0,80})?"
    r"(?:originated|was sent|came|comes|is) from (?:an? )?(?:someone |sender )?(?:outside|external)[^\n]{0,300}$"
    r"|[\s\[*#!-]{0,8}(?:caution|warning|external)[^\n]{0,60}(?:originated|sent|came|comes) from [^\n]{0,40}outside"
    r"|[\s\[*#]{0,8}external(?: e-?mail| sender)?[\]*:# ]{1,6}$"
    r"|\W{0,4}please consider the environment before printing",
    re.IGNORECASE,
)
_SEAL = re.compile(r"-----BEGIN PGP (SIGNED MESSAGE|SIGNATURE)-----\s{0,4}$")
_FIRST_PERSON = re.compile(r"\b(?:I|me|my|mine|myself)\b")
_ANSWERS_BELOW = re.compile(
    r"\b(?:answers?|comments?|responses?|repl(?:y|ies)|replied|answered|responded|written|notes?)\b[^.\n]{0,40}"
    r"\b(?:below|in-?line|in (?:red|blue|green|bold|capitals|caps|purple)|underneath)\b",
    re.IGNORECASE,
)
_REPLY = re.compile(r"\s{0,4}(?:re|aw|sv|antw|odp|ynt|atb)\s{0,2}(?:\[\d{1,3}\])?\s{0,2}[:：]", re.IGNORECASE)  # noqa: RUF001
_FORWARDED_SUBJECT = re.compile(
    r"\s{0,4}(?:fwd?|wg|tr|rv|enc|pd|doorst|ymlaen)\s{0,2}(?:\[\d{1,3}\])?\s{0,2}:", re.IGNORECASE
)
_FIELDS_WITHIN = 9
_SEAL_LINES = 60
_ATTRIBUTION_LINES = 4
_ATTRIBUTION_LENGTH = 500


def is_reply_subject(subject: str) -> bool:
    """Return whether a mail program called this mail an answer."""
    return bool(_REPLY.match(subject))


def is_forward_subject(subject: str) -> bool:
    """Return whether a mail program called this mail a forward; "Re: Fwd: ..." is an answer."""
    return bool(_FORWARDED_SUBJECT.match(subject))


def attribution_lines(lines: list[str], at: int) -> int:
    """Return how many lines "On ... wrote:" takes from ``lines[at]`` on, 0 if it does not stand there."""
    if not _ATTRIBUTION_START.match(lines[at]):
        return 0
    joined = ""
    for count, line in enumerate(lines[at : at + _ATTRIBUTION_LINES], 1):
        if not line.strip() or len(joined) + len(line) > _ATTRIBUTION_LENGTH:
            return 0
        joined = f"{joined} {line.strip()}"
        if _ATTRIBUTION_END.search(joined):
            return count if _TIME.search(joined) or "@" in joined else 0
    return 0


def is_programs_attribution(words: str) -> bool:
    """Return whether only a program writes so; "On 3 March at 10:15 the manager wrote:" may be the writer's own."""
    return "@" in words or bool(_TIME_COMMA.search(words))


def is_divider(line: str) -> bool:
    """Return whether the line says "Original Message"."""
    return bool(_DIVIDER.match(line))


def is_rule(line: str) -> bool:
    """Return whether the line is drawn: "________________________________"."""
    return len(line.strip()) >= 5 and not line.strip().strip("_-=*")


def is_forward_marker(line: str) -> bool:
    """Return whether the line says that a forwarded message follows."""
    return bool(_FORWARD.match(line))


def is_header_block(lines: list[str], at: int) -> bool:
    """Return whether "From: ... Sent: ... To: ... Subject: ..." begins at ``lines[at]``."""
    if _field(lines[at]) not in _FROM:
        return False
    names = {_field(line) for line in lines[at + 1 : at + _FIELDS_WITHIN]}
    return bool(names & _WHEN) and bool(names & _REST)


def source_of_history(lines: list[str], at: int) -> str:
    """Return the line or lines that say who wrote the older mail beginning at ``lines[at]``, "" if none does."""
    count = attribution_lines(lines, at)
    if count:
        return " ".join(lines[at : at + count])
    return next((line for line in lines[at : at + _FIELDS_WITHIN] if _field(line) in _FROM), "")


def is_device_line(line: str) -> bool:
    """Return whether the line is what a phone adds by itself, as "Sent from my iPhone"."""
    return bool(_DEVICE.match(line))


def seal_lines(lines: list[str], at: int) -> int:
    """Return how many lines PGP put from ``lines[at]`` on, over or under words somebody signed; 0 if none."""
    seal = _SEAL.match(lines[at])
    if not seal:
        return 0
    # Over the words it ends with a blank line, below them with a line that says so.
    last = "" if seal[1] == "SIGNED MESSAGE" else "-----END PGP SIGNATURE-----"
    return next((n for n, line in enumerate(lines[at : at + _SEAL_LINES], 1) if line.strip() == last), 1)


def is_banner(line: str) -> bool:
    """Return whether the line is a gateway's warning over a mail, as "CAUTION: this came from outside"."""
    return bool(_BANNER.match(line)) and not _FIRST_PERSON.search(line)


def is_disclaimer(paragraph: str) -> bool:
    """Return whether a paragraph is a lawyer's boilerplate and not a person's words.

    It must begin as they begin, speak to the wrong reader, and use two more of their phrases; and never "I" or "my":
    "This is confidential, my husband must not know" is a person's.
    """
    if not _LEGAL_START.match(paragraph) or _FIRST_PERSON.search(paragraph):
        return False
    return bool(_LEGAL_READER.search(paragraph)) and sum(bool(sign.search(paragraph)) for sign in _LEGAL) >= 2


def says_answers_below(words: str) -> bool:
    """Return whether the writer says that more of their words stand inside the older mail."""
    return bool(_ANSWERS_BELOW.search(words))


def _field(line: str) -> str:
    found = _FIELD.match(line)
    return found[1].lower() if found else ""
