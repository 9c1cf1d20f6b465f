"""Write a suggestion out for a person: what, why, on which words, how sure, what is asked, and every date counted."""

from collections.abc import Iterable, Iterator
from typing import Final

from classify.places import say_place
from classify.reading import Evidence
from ingest.message import Message
from routing.assessment import Assessment, Matter, Suggestion, Sureness
from routing.clocks.extensions import say_day
from routing.clocks.words import DUE, UNITS
from routing.deadlines import Deadline

SURENESS: Final = {
    Sureness.SURE: "Sure",
    Sureness.FAIRLY_SURE: "Fairly sure",
    Sureness.NOT_SURE: "Not sure",
}
LONGEST_QUOTE: Final = 200


def explain(assessment: Assessment, deadlines: Iterable[Deadline] = (), message: Message | None = None) -> str:
    """Return the whole suggestion as plain text, most pressing things first.

    With the message, evidence in a file is named with its file and page; without it, by the file's number.
    """
    lines = [
        assessment.gist,
        "",
        *_flags(assessment, message),
        *_suggestion("Kind", assessment.kind, message),
        *_matters(assessment.matters, message),
        *(_suggestion("Stage", assessment.stage, message) if assessment.stage else ()),
        *_doubts(assessment),
        *_dates(tuple(deadlines)),
        f"Rules that took a point: {', '.join(assessment.hits) or 'none'}.",
        f"Rules asked in vain: {', '.join(assessment.misses) or 'none'}.",
        f"Version: {assessment.version}",
    ]
    return "\n".join(lines) + "\n"


def _flags(assessment: Assessment, message: Message | None) -> Iterator[str]:
    for flag in assessment.flags:
        note = f" ({flag.note})" if flag.note else ""
        yield f"Flag: {_plain(flag.flag)}{note}. {SURENESS[flag.sureness]}."
        yield from _why(flag.ruling.words, flag.ruling.source, flag.evidence, message)
    if assessment.flags:
        yield ""


def _suggestion(title: str, suggestion: Suggestion, message: Message | None) -> Iterator[str]:
    yield f"{title}: {_plain(suggestion.value)}. {SURENESS[suggestion.sureness]}."
    yield from _why(suggestion.ruling.words, suggestion.ruling.source, suggestion.evidence, message)
    yield ""


def _matters(matters: Iterable[Matter], message: Message | None) -> Iterator[str]:
    for matter in matters:
        reason = f": {_plain(matter.reason)}" if matter.reason else ""
        yield f"Matter {matter.number}: {_plain(matter.route)}{reason}. {SURENESS[matter.sureness]}."
        yield f"  {matter.gist}"
        if matter.procedure:
            yield f"  Procedure: {matter.procedure}"
        if matter.needs_discretion:
            yield "  A proposal only: a person decides, and records why discretion was or was not used."
        source = f"{matter.ruling.source} [{matter.ruling.rule}]"
        yield from _why(matter.ruling.words, source, matter.evidence, message)
        yield ""


def _doubts(assessment: Assessment) -> Iterator[str]:
    if assessment.doubts:
        yield "Questions for a person:"
        yield from (f"  - {doubt.about}: {doubt.words} [{doubt.code}]" for doubt in assessment.doubts)
        yield ""


def _dates(deadlines: tuple[Deadline, ...]) -> Iterator[str]:
    for deadline in deadlines:
        about = f" (matter {deadline.matter}, stage {deadline.stage})" if deadline.matter else ""
        at_latest = ", the latest possible" if deadline.is_latest_possible else ""
        yield f"{DUE[deadline.what]}{about}: {_when(deadline)}{at_latest}"
        unit = UNITS[deadline.unit][deadline.limit != 1]
        anchor = f"{_plain(deadline.anchor)}, {deadline.anchor_on.day} {deadline.anchor_on:%B %Y}"
        yield f"  {deadline.limit} {unit} from {anchor}. {deadline.source}."
        if deadline.is_default:
            yield "  The procedure's own page does not state this; the default stands in."
        if deadline.condition:
            yield f"  {deadline.condition[0].upper()}{deadline.condition[1:]}."
        skipped = ", ".join(f"{day.on.day} {day.on:%B} ({day.why})" for day in deadline.days if _is_holiday(day.why))
        if skipped:
            yield f"  Not counted besides weekends: {skipped}."
    if deadlines:
        yield ""


def _why(words: str, source: str, evidence: Iterable[Evidence], message: Message | None) -> Iterator[str]:
    yield f"  Why: {words}"
    yield f"  Source: {source}"
    for span in evidence:
        yield f"  Words: \u201c{_quote(span)}\u201d ({say_place(span.where, span.start, message)})"


def _quote(span: Evidence) -> str:
    line = " ".join(span.quote.split())
    return line if len(line) <= LONGEST_QUOTE else f"{line[: LONGEST_QUOTE - 1].rstrip()}\u2026"


def _plain(code: str) -> str:
    return str(code).replace("_", " ")


def _when(deadline: Deadline) -> str:
    if deadline.due_on is None:
        return f"no date while paused since {say_day(deadline.paused_since)}" if deadline.paused_since else "no date"
    return f"by {say_day(deadline.due_on)}"


def _is_holiday(why: str) -> bool:
    return bool(why) and why not in {"Saturday", "Sunday"}
