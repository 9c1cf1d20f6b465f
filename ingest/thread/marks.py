"""Know the lines mail programs write round other people's words, in the languages the council's families use.

Every pattern is anchored and bounded: a line of 10,000 ">" or "-" takes no longer than its length.
"""

# ruff: noqa: RUF001 - the letters of other alphabets are meant

import re

from ingest.thread.words import (
    ATTRIBUTION_STARTS,
    ATTRIBUTION_VERBS,
    DIVIDERS,
    FORWARD_LINES,
    FORWARDS,
    FROM,
    REST,
    WHEN,
    one_of,
)

_DASHES = "[-=_*<>‐‑–—]{2,40}"
_ADDRESS = r"<\s?[^<>\s@]{1,100}@[^<>\s]{1,150}\s?>|\(\s?<?[^<>\s@()]{1,100}@[^<>\s()]{1,150}>?\s?\)|\[mailto:"
_ATTRIBUTION_START = re.compile(
    rf"[ \t*_]{{0,6}}(?:(?:{one_of(ATTRIBUTION_STARTS)})\b"
    # A date first: "2026-03-02 16:05", "2.03.2026", "2 Mar 2026 Pzt", "lun., 2 mar. 2026", "Monday, 2 March 2026"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}\.? [^\W\d_]{3,12}\.? \d{4}|\d{4} m\. "
    r"|[^\W\d_]{2,14}[.,]{0,2} \d{1,2}[. /-])"
)
_VERBS = one_of(ATTRIBUTION_VERBS)
_ADDRESS_END = re.compile(rf"(?:{_ADDRESS})\s?[:：]$")
_COLONS = (":", "：")
# As in: Dana Ashdown <dana@ashdown.example> wrote:, or Dana/Larkshire wrote on 02/03/2026 16:05:12:
_NAMED = re.compile(
    rf"[^\n:]{{1,100}}(?:(?:{_ADDRESS})[\s,][^\n]{{0,60}}?(?:{_VERBS})(?![^\W\d_])[^\n]{{0,60}}?"
    rf"|(?:{_VERBS}) (?:(?:on|am|le|el|il|op|em) )?\d[^\n]{{6,60}}\d)\s?:\s{{0,4}}$"
)
# As in: ---- On Mon, 2 Mar 2026 16:05:00 +0000 Dana wrote ----, or -----Dana/Larkshire wrote: -----
_DASHED = re.compile(rf"\s{{0,4}}{_DASHES}\s?[^\n]{{2,200}}\s(?:{_VERBS})\s?:?\s?{_DASHES}\s{{0,4}}$")
# GroupWise puts it between arrows: >>> Dana Ashdown 02/03/2026 16:05 >>>
_ARROWED = re.compile(
    r"\s{0,4}>{2,4}\s[^\n]{2,150}\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}[^\n]{0,20}\d{1,2}[:.]\d{2}[^\n]{0,12}>{2,4}\s{0,4}$"
)
_TIME = re.compile(r"(?<!\d)\d{1,2}[:.h]\d{2}(?!\d)")
# "at 10:11, Jane Smith wrote:" has the comma only programs put there; "at 10:15 the manager wrote:" is a person's own.
_TIME_COMMA = re.compile(
    r"\b\d{1,2}[:.h]\d{2}(?::\d{2})?(?:[ \u202f]?[AaPp]\.?[Mm]\.?)?(?: [A-Z]{2,5}(?:[+-]\d{1,4})?|"
    r" [+-]\d{2}:?\d{2})?[,،]"
)
# The same where a program took the brackets round the address away.
_BARE = re.compile(
    rf"\d{{4}},? (?:at )?\d{{1,2}}:\d{{2}}[^\n]{{0,80}} [\w.+-]{{1,64}}@[\w.-]{{3,100}} (?:{_VERBS})\s?:"
)
_BARE_ADDRESS = re.compile(r"\S{1,64}@\S{1,200}")
# Only somebody who tells a story says so between the date and "wrote".
_TELLER = re.compile(r"\b(?:I|he|she|they|we|you|him|them|us)\b")
_TELLS = re.compile(r"\W{0,6}(?:I|he|she|they|we|you|it|the|my|his|her|our|their|somebody|someone)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"\b(?:I|he|she|they|we|you|it|my|his|her|their|our|your|the|a|an|who|that|then|and then)\b")
_DIVIDER = re.compile(rf"[ \t>*]{{0,6}}{_DASHES}\s{{0,3}}(?:{one_of(DIVIDERS)})\s{{0,3}}{_DASHES}", re.IGNORECASE)
_FORWARD = re.compile(
    rf"[ \t*>]{{0,6}}(?:{_DASHES}\s{{0,3}}(?:{one_of(FORWARDS)})(?!\w)[^\n]{{0,120}}"
    rf"|(?:{one_of(FORWARD_LINES)})\s?[:：]\s{{0,4}}$)",
    re.IGNORECASE,
)
_FIELD = re.compile(r"[ \t*_>]{0,8}([^\W\d_][\w'’-]{0,20}(?: [\w'’-]{1,12}){0,2})[*_]{0,2}\s?[:：][*_]{0,2}(?:\s|$|\S)")
_ANSWERS_BELOW = re.compile(
    r"\b(?:answers?|comments?|responses?|repl(?:y|ies)|replied|answered|responded|written|notes?)\b[^.\n]{0,40}"
    r"\b(?:below|in-?line|in (?:red|blue|green|bold|capitals|caps|purple)|underneath)\b",
    re.IGNORECASE,
)
_REPLY = re.compile(
    r"\s{0,4}(?:re|aw|sv|vs|antw|odp|ynt|yan|atb|res|rép|rif|bls|ats|відп|отв|رد|جواب|回复|vá)"
    r"\s{0,2}(?:\[\d{1,3}\])?\s{0,2}[:：]",
    re.IGNORECASE,
)
_FORWARDED_SUBJECT = re.compile(
    r"\s{0,4}(?:fwd?|wg|tr|rv|enc|pd|doorst|ymlaen|i|inoltra|rtr|ilt|fs|vb|vs-fw|пер|пересл|إعادة توجيه|转发|pren)"
    r"\s{0,2}(?:\[\d{1,3}\])?\s{0,2}[:：]",
    re.IGNORECASE,
)
# "From: 9am / To: noon" is when, not who.
_HOUR = re.compile(r"[^:]{1,30}:[\s*_]{0,6}\d[^@]{0,80}$")
_SIGN = re.compile(r"[:：@\d<>=_*‐‑–—-]")
_FIELDS_WITHIN = 9
_FIELDS_OF_UNKNOWN = 6
_ATTRIBUTION_LINES, _NAMED_LINES = 5, 2
_ATTRIBUTION_LENGTH = 500
_AFTER_VERB = 150


def may_be_mark(line: str) -> bool:
    """Return whether the line has a sign that every mark of this module has; most lines of a letter have none."""
    return bool(_SIGN.search(line))


def is_reply_subject(subject: str) -> bool:
    """Return whether a mail program called this mail an answer."""
    return bool(_REPLY.match(subject))


def is_forward_subject(subject: str) -> bool:
    """Return whether a mail program called this mail a forward; "Re: Fwd: ..." is an answer."""
    return bool(_FORWARDED_SUBJECT.match(subject))


def attribution_lines(lines: list[str], at: int) -> int:
    """Return how many lines "On ... wrote:" takes from ``lines[at]`` on, 0 if it does not stand there."""
    line = lines[at]
    if named := _named_lines(lines, at):
        return named
    if not _ATTRIBUTION_START.match(line):
        return 0
    joined = ""
    for count, line in enumerate(lines[at : at + _ATTRIBUTION_LINES], 1):
        if not line.strip() or len(joined) + len(line) > _ATTRIBUTION_LENGTH:
            return 0
        joined = f"{joined} {line.strip()}"
        if _ends_attribution(joined):
            return count if _TIME.search(joined) or "@" in joined else 0
    return 0


def is_programs_attribution(words: str) -> bool:
    """Return whether only a program writes so; "On 3 March at 10:15 the manager wrote:" may be the writer's own."""
    address = re.search(_ADDRESS, words)
    if address:
        rest = words[: address.start()] + words[address.end() :]
        return bool(re.search(r"\d", rest)) and not _TELLER.search(rest)
    return bool(_TIME_COMMA.search(words) or _BARE.search(words)) and not _SENTENCE.search(_BARE_ADDRESS.sub("", words))


def is_divider(line: str) -> bool:
    """Return whether the line says "Original Message", or who wrote what follows, between two rows of dashes."""
    if len(line) > _ATTRIBUTION_LENGTH:
        return False
    return bool(_DIVIDER.match(line) or _DASHED.match(line) or _ARROWED.match(line))


def is_arrowed(line: str) -> bool:
    """Return whether GroupWise says who wrote what follows: its mark looks like a quotation and is none."""
    return line.endswith((">", "> ")) and len(line) <= _ATTRIBUTION_LENGTH and bool(_ARROWED.match(line))


def is_rule(line: str) -> bool:
    """Return whether the line is drawn: "________________________________"."""
    return len(line.strip()) >= 5 and not line.strip().strip("_-=*")


def is_forward_marker(line: str) -> bool:
    """Return whether the line says that a forwarded message follows."""
    return bool(_FORWARD.match(line))


def is_header_block(lines: list[str], at: int) -> bool:
    """Return whether "From: ... Sent: ... To: ... Subject: ..." begins at ``lines[at]``.

    Where another field comes first ("Date: ... From: ..."), all must stand together and one of them hold an address.
    """
    first = _field(lines[at])
    if first in FROM:
        if _HOUR.match(lines[at]):
            return False
        names = {_field(line) for line in lines[at + 1 : at + _FIELDS_WITHIN]}
        return bool(names & WHEN) and bool(names & REST)
    if first not in WHEN and first not in REST:
        return False
    together = [lines[at]]
    for line in lines[at + 1 : at + _FIELDS_WITHIN]:
        if not _field(line):
            break
        together.append(line)
    names = {_field(line) for line in together}
    return bool(names & FROM and names & WHEN and names & REST) and any("@" in line for line in together)


def looks_like_older_mail(lines: list[str], at: int) -> bool:
    """Return whether a mail's head, in whatever language, or an attribution stands at ``lines[at]`` or soon below."""
    near = [n for n in range(at, min(at + 2 * _FIELDS_OF_UNKNOWN, len(lines))) if lines[n].strip()][:_FIELDS_OF_UNKNOWN]
    if sum(bool(_field(lines[n])) for n in near) >= 2:
        return True
    return any(attribution_lines(lines, n) or is_divider(lines[n]) or is_forward_marker(lines[n]) for n in near)


def head_lines(lines: list[str], at: int) -> int:
    """Return how many lines the mark and the header fields take from ``lines[at]`` on."""
    end = at + 1
    for n in range(at + 1, min(at + _FIELDS_WITHIN + 1, len(lines))):
        if _field(lines[n]) in FROM | WHEN | REST:
            end = n + 1
        elif lines[n].strip():
            break
    return end - at


def source_of_history(lines: list[str], at: int) -> str:
    """Return the line or lines that say who wrote the older mail beginning at ``lines[at]``, "" if none does."""
    count = attribution_lines(lines, at)
    if count:
        return " ".join(lines[at : at + count])
    if _DASHED.match(lines[at][:_ATTRIBUTION_LENGTH]) or _ARROWED.match(lines[at][:_ATTRIBUTION_LENGTH]):
        return lines[at]
    return next((line for line in lines[at : at + _FIELDS_WITHIN] if _field(line) in FROM), "")


def says_answers_below(words: str) -> bool:
    """Return whether the writer says that more of their words stand inside the older mail."""
    return bool(_ANSWERS_BELOW.search(words))


def _ends_attribution(words: str) -> bool:
    """Return whether the words end as "... wrote:" does, or with an address and a colon."""
    words = words.rstrip(" \t*_")
    if not words.endswith(_COLONS):
        return False
    end = words[-_AFTER_VERB:-1]
    for verb in ATTRIBUTION_VERBS:
        at = end.rfind(verb)
        after = end[at + len(verb) :]
        is_word = not end[max(at - 1, 0) : at].isalpha() and not after[:1].isalpha()
        if at >= 0 and is_word and ":" not in after:
            return True
    return bool(_ADDRESS_END.search(words[-_ATTRIBUTION_LENGTH // 2 :]))


def _has_verb(words: str) -> bool:
    return any(verb in words for verb in ATTRIBUTION_VERBS)


def _named_lines(lines: list[str], at: int) -> int:
    """Return how many lines an attribution takes that begins with the name, and not with "On" or a date."""
    joined = lines[at].rstrip()
    if not ("@" in joined or joined.endswith(":")) or not _has_verb(joined) or _TELLS.match(joined):
        return 0
    for count in range(1, _NAMED_LINES + 1):
        if len(joined) > _ATTRIBUTION_LENGTH:
            return 0
        if joined.endswith(":"):
            return count if _NAMED.match(joined) else 0
        following = lines[at + count].strip() if at + count < len(lines) else ""
        if "@" not in joined or not following:
            return 0
        joined = f"{joined} {following}"
    return 0


def _field(line: str) -> str:
    found = _FIELD.match(line)
    return found[1].lower() if found else ""
