"""Turn readings and assessments into plain JSON values and back, for the command line and for tests."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, TypeVar

from classify.labels import Flag, Kind, Stage, Subject
from classify.reading import Evidence, Fact, FactField, Finding, Reading
from routing.assessment import Assessment
from routing.clocks.extensions import Extension
from routing.clocks.neighbours import NeighbourDate
from routing.deadlines import Deadline

LabelT = TypeVar("LabelT", Kind, Subject, Stage, Flag)


def assessment_to_plain(assessment: Assessment) -> dict[str, Any]:
    """Return an assessment as JSON values, field by field."""
    return asdict(assessment)


def deadline_to_plain(deadline: Deadline) -> dict[str, Any]:
    """Return a deadline as the product's public fields, dates as ISO text."""
    return {
        "what": deadline.what.value,
        "matter": deadline.matter,
        "stage": deadline.stage,
        "due_on": deadline.due_on.isoformat() if deadline.due_on else None,
        "paused_since": deadline.paused_since.isoformat() if deadline.paused_since else None,
        "limit": deadline.limit,
        "unit": deadline.unit.value,
        "from": deadline.anchor.value,
        "from_on": deadline.anchor_on.isoformat(),
        "source": deadline.source,
        "is_default": deadline.is_default,
        "is_latest_possible": deadline.is_latest_possible,
        "condition": deadline.condition,
        "first_due_on": deadline.first_due_on.isoformat() if deadline.first_due_on else None,
        "extensions": [_extension_to_plain(extension) for extension in deadline.extensions],
        "days": [{"on": day.on.isoformat(), "number": day.number, "why": day.why} for day in deadline.days],
    }


def neighbour_to_plain(found: NeighbourDate) -> dict[str, Any]:
    """Return a neighbouring clock's date as JSON values, named as a deadline's are."""
    limit = found.limit
    return {
        "clock": found.clock,
        "what": limit.what,
        "words": limit.words,
        "due_on": found.due_on.isoformat() if found.due_on else None,
        "due_at": found.due_at.isoformat() if found.due_at else None,
        "paused_since": found.paused_since.isoformat() if found.paused_since else None,
        "limit": limit.n,
        "unit": limit.unit.value,
        "from": limit.anchor.value,
        "from_on": found.anchor_on.isoformat(),
        "calendar": limit.calendar,
        "source": limit.source,
        "confidence": limit.confidence.value,
        "needs_confirmation": limit.needs_confirmation,
        "is_latest_possible": found.is_latest_possible,
        "condition": found.condition,
        "first_due_on": found.first_due_on.isoformat() if found.first_due_on else None,
        "extensions": [_extension_to_plain(extension) for extension in found.extensions],
        "days": [{"on": day.on.isoformat(), "number": day.number, "why": day.why} for day in found.days],
    }


def _extension_to_plain(extension: Extension) -> dict[str, str]:
    return {
        "until_on": extension.until_on.isoformat(),
        "told_on": extension.told_on.isoformat(),
        "by": extension.by,
        "why": extension.why,
    }


def reading_from_plain(values: Mapping[str, Any]) -> Reading:
    """Return the reading held in JSON values as ``dataclasses.asdict`` writes them.

    Raises: KeyError or ValueError if a field is missing or a code is not known.
    """
    stage = values.get("stage")
    return Reading(
        kind=_finding(values["kind"], Kind),
        subjects=tuple(_finding(item, Subject) for item in values["subjects"]),
        stage=_finding(stage, Stage) if stage else None,
        flags=tuple(_finding(item, Flag) for item in values["flags"]),
        facts=tuple(_fact(item) for item in values["facts"]),
        gist=values["gist"],
        version=values["version"],
        rivals=tuple(_finding(item, Kind) for item in values.get("rivals", ())),
        misses=tuple(values.get("misses", ())),
        tongue=values.get("tongue", ""),
        is_unread=bool(values.get("is_unread", False)),
    )


def _finding(values: Mapping[str, Any], label: type[LabelT]) -> Finding[LabelT]:
    return Finding(
        label=label(values["label"]),
        confidence=float(values["confidence"]),
        evidence=tuple(Evidence(**span) for span in values["evidence"]),
        found_by=values["found_by"],
        note=values.get("note", ""),
    )


def _fact(values: Mapping[str, Any]) -> Fact:
    return Fact(field=FactField(values["field"]), value=values["value"], evidence=Evidence(**values["evidence"]))
