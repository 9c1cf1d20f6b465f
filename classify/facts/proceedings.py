"""Find the proceedings a message speaks of, and whether they run, are intended or are finished.

Running and intended ones bar the same matter for now, finished ones do not. The writer's own threat to sue is none.
Source: SI 2006/1738 reg 8; local procedures exclude proceedings intended or in progress.
"""

# ruff: noqa: E501 - a list of ways to say one thing reads better on one line

import re
from collections.abc import Iterator, Sequence

from classify.facts.lines import Line, fact_at, is_own, wide
from classify.reading import Fact, FactField

_KINDS = (
    ("criminal", wide(
        r"\b(?:crown court|magistrates'? court|police (?:are |is |still )*(?:investigat\w+|looking into"
        r"|interview\w*)|"

     r"police investigation|criminal (?:investigation|proceedings|trial|case|court)|charged with|(?:on|released on"
     r"|police) bail|"
     r"under investigation by the police|cps\b|interviewed under caution|been arrested|was arrested)")),
    ("disciplinary", wide(
        r"\b(?:disciplinary (?:hearing|process|proceedings|investigation|action|procedure)|(?:hr"
        r"|personnel) (?:investigation|process)|"

     r"suspended (?:from (?:work|duty)|pending)|gross misconduct|under (?:a )?disciplinary"
     r"|social work england (?:investigation|hearing|case))")),
    ("tribunal", wide(r"\b(?:send(?:ist)? tribunal|first[- ]tier tribunal|(?:the |a |to )tribunal|employment tribunal)")),
    ("judicial review", wide(r"\b(?:judicial review|pre-?action protocol|letter before (?:action|claim))")),
    ("pre-proceedings", wide(
        r"\b(?:pre-?proceedings|public law outline|plo (?:meeting|process|letter)|plo\b|legal (?:planning"
        r"|gateway) meeting)"
    )),
    ("court", wide(
        r"\b(?:family (?:court|proceedings|hearing)|care proceedings|(?:final|first|next|court|interim|contested"
        r"|directions|fact[- ]finding|case management) hearing|"

     r"court (?:case|proceedings|date|hearing|process|order)|county court|high court|(?:in|at|to|before|from"
     r"|by) (?:the )?court|the court|"
     r"private law|(?:care|interim care|placement|supervision|contact|child arrangements|residence"
     r"|special guardianship|adoption|non-?molestation) order|"
     r"(?:section|s\.?) ?(?:7|37) report|the judge|injunction)")),
)  # fmt: skip
_STATUS = (
    ("finished", wide(
        r"\b(?:finished|concluded|ended|is over|was over|are over|dismissed|no further action|nfa\b|acquitted"
        r"|found not guilty|not guilty|"

     r"was (?:made|granted|dropped|refused|closed|cleared|convicted|sentenced)|were (?:dropped|made|closed)"
     r"|has (?:been )?(?:closed|dropped|ended|finished|concluded)|"
     r"have (?:been )?(?:closed|dropped|ended|finished|concluded)|dropped|charges? dropped|closed the case|ruled"
     r"|gave (?:us|me|him|her) (?:custody|residence)|"
     r"decided (?:in|at|last)|back in (?:19|20)\d\d|last year|years? ago|lifted|discharged|withdrawn|won (?:in|the"
     r"|my|our)|convicted|sentenced|jailed|case was (?:heard|thrown))\b")),
    ("intended", wide(
        r"\b(?:intend(?:s|ing|ed)? to|plan(?:s|ning)? to|going to (?:court|apply|start|issue|go)"
        r"|will (?:be )?(?:apply|issue|issuing|start|go(?:ing)? to court|take|seek|be charged)|"

     r"about to (?:issue|apply|start|go)|apply(?:ing)? (?:to|for)|considering|threaten\w*|letter before (?:action"
     r"|claim)|pre-?action|pre-?proceedings|public law outline|plo\b|"
     r"legal (?:planning|gateway)|preparing|might (?:issue|apply)|may (?:issue|apply)|want(?:s|ed)? to go to court"
     r"|taking (?:it|us|me|this|him|her) to court|being taken to court)\b")),
    ("running", wide(
        r"\b(?:ongoing|on-?going|currently|still|going through|in the middle of|at the moment|going on|under ?way"
        r"|in progress|have been issued|has been issued|"

     r"(?:next|final|first|directions|court|fact[- ]finding) hearing|hearing (?:is|on|in|next|date|listed)"
     r"|adjourned|on bail|are in|we are in|is in|are investigating|is investigating|"
     r"investigation (?:is|continues)|interim|pending|awaiting|waiting for|been charged|charged with|(?:is"
     r"|are) (?:before|at|with) (?:the )?court|court date|started|"
     r"is before|due (?:in|to)|listed|trial (?:is|on|next)|is suspended|suspended|been suspended|next (?:week"
     r"|month)|arrested|released under investigation|live)\b")),
)  # fmt: skip
_NO_MORE = wide(
    r"\b(?:not|no|no longer|isn't|aren't|never been|never) (?:\w+ ){0,2}?(?:in |at |any |to )?(?:court|proceedings"
    r"|tribunal)\b"
)
_OWN_THREAT = wide(
    r"\b(?:i|we)(?:'ll| will|'m going to| am going to|'re going to| are going to| shall)? (?:\w+ )?(?:sue"
    r"|take (?:you|the council|this|it|them) (?:all )?to (?:the )?(?:court|tribunal|high court))\b"
    r"|\bsee you (?:all )?in court\b|\blegal action\b[^.]{0,30}\bagainst you\b"
)
_HINTS = ("court", "hearing", "proceeding", "police", "bail", "charged", "arrest", "tribunal", "judicial", "plo",
          "disciplin", "suspend", "misconduct", "order", "judge", "before action", "pre-action", "caution", "cps",
          "criminal", "hr ", "injunction", "private law", "report", "legal", "social work england", "public law")  # fmt: skip
UNSAID = "status not said"


def find_proceedings(lines: Sequence[Line]) -> Iterator[Fact]:
    """Yield each kind of proceedings once, with the status the words give: "court (running)".

    >>> from classify.facts.lines import lines_of
    >>> from classify.language import split_sentences
    >>> told = lines_of(split_sentences("Care proceedings ended in May.", where="body"))
    >>> [fact.value for fact in find_proceedings(told)]
    ['court (finished)']
    """
    found: dict[str, tuple[str, Fact]] = {}
    for at, line in enumerate(lines):
        if not any(hint in line.low for hint in _HINTS) or _OWN_THREAT.search(line.low) or _NO_MORE.search(line.low):
            continue
        for kind, match in _kinds_in(line):
            if not is_own(line, *match.span(), denied=True, reported=True):
                continue
            status = _status(line, match) or (_follow_up(lines, at) if kind in {"court", "criminal"} else "")
            if kind == "court" and not status and _is_bare(match):
                continue
            known = found.get(kind)
            if known is None or (known[0] in {"", "finished"} and status == "running") or (not known[0] and status):
                found[kind] = (
                    status,
                    fact_at(FactField.PROCEEDINGS, f"{kind} ({status or UNSAID})", line, *match.span()),
                )
    yield from (fact for _, fact in found.values())


def _kinds_in(line: Line) -> Iterator[tuple[str, re.Match[str]]]:
    for kind, pattern in _KINDS:
        match = pattern.search(line.low)
        if match:
            yield kind, match


def _status(line: Line, match: re.Match[str]) -> str:
    """Return the status whose words stand nearest to the proceedings, in their own clause before any other."""
    low = line.low
    first = max(low.rfind(mark, 0, match.start()) for mark in (", but ", " but ", "; "))
    clause_end = min((end for mark in (" but ", "; ") if (end := low.find(mark, match.end())) >= 0), default=len(low))
    clause = (max(first, 0), clause_end)
    near = [
        (
            min(abs(hit.start() - match.end()), abs(match.start() - hit.end())) if not _inside(hit, match) else 0,
            order,
            status,
        )
        for order, (status, pattern) in enumerate(_STATUS)
        for hit in pattern.finditer(low, *clause)
    ]
    return min(near)[2] if near else ""


def _inside(hit: re.Match[str], match: re.Match[str]) -> bool:
    return hit.start() < match.end() and match.start() < hit.end()


def _follow_up(lines: Sequence[Line], at: int) -> str:
    """Return the status the next sentence gives: "We were in court. It finished in May."."""
    if at + 1 >= len(lines) or not re.match(r"(?:it|that|this|the case|they|the hearing|all)\b", lines[at + 1].low):
        return ""
    return next((status for status, pattern in _STATUS if pattern.search(lines[at + 1].low)), "")


def _is_bare(match: re.Match[str]) -> bool:
    return match.group().split()[-1] in {"court", "judge", "order", "report", "7", "37"}
