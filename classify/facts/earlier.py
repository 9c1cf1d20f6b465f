"""Find what the writer has tried already: with whom, when, and whether anybody answered."""

# ruff: noqa: E501 - a list of ways to say one thing reads better on one line

from collections.abc import Iterator, Sequence
from datetime import date

from classify.dates.find import find_dates
from classify.facts.lines import Line, fact_at, is_own, wide
from classify.facts.roles import council_role_in
from classify.reading import Fact, FactField

_DID = (
    r"(?:complain(?:ed)?|raised|reported|e ?-?mailed|rang|rung|phoned|called|telephoned|wrote|written|spoke|spoken"
    r"|contacted|asked|told|chased|messaged|texted|tried|"
    r"left (?:\w+ ){0,3}(?:messages?|voicemails?)|sent (?:\w+ ){0,4}?(?:e ?-?mails?|letters?|messages?|texts?|form)"
    r"|put in (?:a|my) (?:formal )?complaint|made (?:a|my|several|two|three|many|\d+) (?:\w+ )?(?:complaints?"
    r"|calls?)|"
    r"requested|been (?:ringing|calling|emailing|chasing|asking|trying|phoning|told|onto|on to)|went to|spoke)"
)
_CONTACT = wide(
    rf"\b(?:i|we)(?: have|'ve|ve| had|'d)?(?: also| already| now| then| just| first| since| even| both| repeatedly"
    rf"| twice| again| formally| previously| only| \w+ly| did)* {_DID}\b"
    r"|\b(?:my|our) (?:\w+ )?(?:e ?-?mails?|letters?|calls?|messages?|complaints?|requests?"
    r"|texts?)\b(?: \w+){0,5}? (?:\w+ ){0,3}?(?:ignored|unanswered|answered|acknowledged|replied|returned|response"
    r"|reply|answer)"
    r"|\b(?:rang|phoned|emailed|called|wrote to|spoke to|chased|texted|complained to)\b(?= (?:you|the|my|her|his"
    r"|them|him|twice|three|again|\d))"
)
_NOT_US = wide(
    r"\b(?:rang|phoned|called|contacted|told|asked|reported|spoke|went|wrote|complained|emailed|spoken"
    r"|written)(?: \w+){0,3}? (?:to |it to |this to |with )?(?:the |my |our |his |her |a )?"
    r"(?:police|school|gp|doctors?|nhs|hospital|solicitor|ofsted|ombudsman|mum|mother|dad|father|sister|brother"
    r"|friend|nan|ex|neighbour|999|111|101|childline|nspcc|mp|court|cafcass|judge|landlord|bank|teacher|husband"
    r"|wife|partner|children|kids|son|daughter)\b"
    r"|\bi (?:was|am) (?:told|asked|called)\b|\bcalled (?:me|us|him|her|my|dana|a)\b (?:a|an|names)"
)
_NO_ANSWER = wide(
    r"\b(?:(?:no|not one|not a|zero|without any) (?:reply|response|answer|one|acknowledge?ment|call ?back|joy|luck)"
    r"|nobody|not (?:had|heard|received|got|been|one|a single)|never (?:had|heard|got|received|came|rang|called"
    r"|phoned|replied|answered|responded|rung|returned)|"
    r"heard nothing|nothing (?:back|since|has|happened|from|came)|ignored|unanswered|still waiting|(?:hasn't"
    r"|has not|haven't|have not|didn't|did not|doesn't|does not|don't|do not|won't|will not) (?:\w+ )?(?:repl\w+"
    r"|respond\w*|answer\w*|call\w*|ring|rung|phone\w*|come back|get back|got back|gotten back|bother\w*|heard|had"
    r"|received|acknowledg\w+|return\w*)|"
    r"without (?:a |any )?(?:reply|response|answer)|(?:goes|went|straight) to voicemail|voicemail every|fobbed off"
    r"|passed (?:around|from)|in vain|no avail|silence)\b"
)
_ANSWER = wide(
    r"\b(?:(?:she|he|they|you|manager|team|council|worker|officer|department|somebody|someone|woman|man"
    r"|lady)(?: \w+){0,2} (?:said|replied|responded|answered|told (?:me|us)|wrote|promised|assured|apologised"
    r"|admitted|agreed|explained|rang back|called back|got back)|"
    r"(?:i|we)(?: have|'ve)? (?:got|had|received|was given|were given|was told|were told|was promised"
    r"|were promised) (?:a |an |the |your |their |back )?(?:\w+ )?(?:reply|response|letter|answer|apology|that|it"
    r"|email|to|she|he|they|this|someone|somebody)|"
    r"(?:the|your|her|his|their) (?:reply|response|answer|stage (?:1|one|2|two) (?:reply|response|letter)|letter"
    r"|email) (?:\w+ )?(?:said|says|was|is|dated|of|did|does|came|i (?:got|received)))\b"
)
_HINTS = ("complain", "raised", "report", "mail", "rang", "rung", "phoned", "called", "telephone", "wrote", "written", "spoke", "contacted", "asked", "told", "chased",
          "messag", "text", "tried", "sent", "made", "request", "letter", "calls", "ringing", "calling", "trying", "asking", "put in", "went to")  # fmt: skip
MOST_CONTACTS = 6


def find_earlier_contact(lines: Sequence[Line], *, sent_on: date) -> Iterator[Fact]:
    """Yield each earlier try as "whom; when; answer": "team manager; 2026-03-03; no answer".

    The answer may stand in the next sentence. Whom is "the council" where the words name no role; what was said to the
    police or a friend is no try with the council.
    Source: Getting the Best from Complaints (2006), 3.1: what was tried decides complaint, follow-up or escalation.
    """
    kept = 0
    for at, line in enumerate(lines):
        if kept == MOST_CONTACTS:
            return
        if not any(hint in line.low for hint in _HINTS):
            continue
        match = _CONTACT.search(line.low)
        if not match or _NOT_US.search(line.low[match.start() : match.end() + 40]) or not is_own(line, *match.span()):
            continue
        kept += 1
        whom = council_role_in(line.low[match.start() :]) or council_role_in(line.low) or "the council"
        dates = [found.value for found in find_dates(line.text, written_on=sent_on) if not found.is_ahead]
        when = dates[0] if dates else "no date"
        value = f"{whom}; {when}; {_answer(lines, at, match.end())}"
        yield fact_at(FactField.EARLIER_CONTACT, value, line, 0, len(line.text))


def _answer(lines: Sequence[Line], at: int, after: int) -> str:
    """Return what came of a try: told in the rest of its sentence, or in the next one."""
    spoken = (lines[at].low[after:], *(line.low for line in lines[at + 1 : at + 3]))
    for words in (spoken[0], lines[at].low, *spoken[1:]):
        if _NO_ANSWER.search(words):
            return "no answer"
        if _ANSWER.search(words):
            return "answered"
    return "answer not said"
