"""Make readings by hand: the words stand in the text, the labels beside them; people and places are invented."""

from collections.abc import Iterable, Sequence
from datetime import date

from classify.labels import Flag, Kind, Stage, Subject
from classify.reading import BODY, Evidence, Fact, FactField, Finding, Reading
from config.packs import load_council, load_procedures
from routing.assessment import Assessment
from routing.chain import assess
from routing.same_case import History

RECEIVED_ON = date(2026, 9, 1)
PROCEDURES = load_procedures()
MODEL = "model:test"


def evidence(text: str, quote: str) -> Evidence:
    """Return where a quote stands in a text; it must stand there."""
    start = text.index(quote)
    return Evidence(where=BODY, start=start, end=start + len(quote), quote=quote)


def make_reading(
    text: str,
    subjects: Iterable[tuple[Subject, float, Sequence[str]]] = (),
    *,
    kind: Kind = Kind.COMPLAINT,
    kind_confidence: float = 0.97,
    rivals: Iterable[tuple[Kind, float]] = (),
    stage: Stage | None = Stage.ONE,
    flags: Iterable[tuple[Flag, float]] = (),
    events: Iterable[str] = (),
    gist: str = "",
    found_by: str = MODEL,
) -> Reading:
    """Make a reading of a text; every quote must stand in it."""
    whole = evidence(text, text)
    return Reading(
        kind=Finding(label=kind, confidence=kind_confidence, evidence=(whole,), found_by=MODEL),
        subjects=tuple(
            Finding(label=s, confidence=c, evidence=tuple(evidence(text, q) for q in quotes), found_by=found_by)
            for s, c, quotes in subjects
        ),
        stage=Finding(label=stage, confidence=0.97, evidence=(whole,), found_by=MODEL) if stage else None,
        flags=tuple(Finding(label=f, confidence=c, evidence=(whole,), found_by=MODEL) for f, c in flags),
        facts=tuple(Fact(field=FactField.EVENT_DATE, value=day, evidence=whole) for day in events),
        gist=gist,
        version="reading:test",
        rivals=tuple(Finding(label=k, confidence=c, evidence=(whole,), found_by=MODEL) for k, c in rivals),
    )


def assess_text(
    text: str,
    subject: Subject | None = None,
    confidence: float = 0.97,
    *,
    council: str = "brackenshire",
    received_on: date = RECEIVED_ON,
    history: History | None = None,
    **reading,
) -> Assessment:
    """Assess a text that is about one subject throughout, or about those given as ``subjects``."""
    subjects = reading.pop("subjects", None) or ([(subject, confidence, [text])] if subject else [])
    return assess(
        make_reading(text, subjects, **reading),
        council=load_council(council),
        procedures=PROCEDURES,
        received_on=received_on,
        history=history or History(),
    )


def codes(assessment: Assessment) -> set[str]:
    """Return the codes of every doubt."""
    return {doubt.code for doubt in assessment.doubts}
