"""Read a case for a letter from JSON, so that a letter can be tried without mails or records.

A case names its council, and its points with their routes; procedures and dates follow from the council's packs as they
do in the product. Only ``council``, ``received_at`` and ``matters`` are
needed::

    {"council": "brackenshire", "received_at": "2026-03-03T09:12:00+00:00",
     "recipient": {"name": "Mrs Denise Harker", "greeting": "Dear Mrs Harker", "email": "d.harker@mailbox.example"},
     "matters": [{"route": "statutory", "gist": "Visits missed"}, {"reason": "over_a_year", "gist": "Move in 2022"}],
     "flags": ["recording", {"flag": "representative", "note": "advocate"}], "wishes": ["an apology"]}
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from classify.labels import Flag, Kind, Reason, Route, Stage
from classify.reading import BODY, Evidence, Fact, FactField
from config.council import Council
from config.packs import load_calendar, load_council, load_procedures
from config.procedure import Family
from letters.dates import london_day
from letters.draft import Channel, LetterCase, LetterId, Recipient
from routing.assessment import Assessment, FlagSuggestion, Matter, Ruling, Suggestion, Sureness
from routing.clock import clock_for
from routing.deadlines import deadlines_for

FAMILY_OF: Final[Mapping[Route, Family]] = {
    Route.STATUTORY: Family.STATUTORY,
    Route.CORPORATE: Family.CORPORATE,
    Route.ENGLISH_FLUENCY: Family.ENGLISH_FLUENCY,
}
CHOSEN: Final = Ruling(rule="case-file", source="case file", words="Written in the case file.")


def read_case(plain: Mapping[str, Any]) -> LetterCase:
    """Return the case a JSON object describes.

    Raises: KeyError, ValueError or TypeError if something needed is missing or not one of the product's codes;
    ConfigError if the council or a pack cannot be used.
    """
    council, procedures = load_council(plain["council"]), load_procedures()
    received_at = datetime.fromisoformat(plain["received_at"])
    if received_at.tzinfo is None:
        raise ValueError("received_at has no time zone: write it as 2026-03-03T09:12:00+00:00")
    assessment = _assessment(plain, council)
    clock = replace(
        clock_for(assessment, received_at=received_at, procedures=procedures),
        stage_requested_on=_day(plain.get("stage_requested_on")),
        acknowledged_on=_day(plain.get("acknowledged_on")),
    )
    recipient = plain.get("recipient", {})
    wanted = {matter.procedure for matter in assessment.matters}
    return LetterCase(
        reference=plain.get("reference", f"{council.reference_prefix}-TRY"),
        recipient=Recipient(**{key: recipient.get(key, "") for key in ("name", "greeting", "email", "post")}),
        received_at=received_at,
        written_on=_day(plain.get("written_on")) or london_day(received_at),
        kind=Kind(assessment.kind.value),
        stage=Stage(assessment.stage.value) if assessment.stage else None,
        assessment=assessment,
        deadlines=deadlines_for(clock, calendar=load_calendar(), council=council),
        council=council,
        procedures=tuple(p for p in procedures.values() if p.id in wanted),
        responders=tuple((int(number), who) for number, who in plain.get("responders", {}).items()),
        adjustments=tuple(plain.get("adjustments", ())),
        safeguarding_escalated_on=_day(plain.get("safeguarding_escalated_on")),
        letter=LetterId(plain["letter"]) if plain.get("letter") else None,
        said=plain.get("said", {}),
        stage_requested_on=_day(plain.get("stage_requested_on")),
        acknowledged_on=_day(plain.get("acknowledged_on")),
        last_sent_to=plain.get("last_sent_to", ""),
        channel=Channel(plain.get("channel", Channel.EMAIL)),
    )


def _assessment(plain: Mapping[str, Any], council: Council) -> Assessment:
    stage = str(plain.get("stage", Stage.ONE))
    return Assessment(
        kind=Suggestion(value=plain.get("kind", Kind.COMPLAINT), sureness=Sureness.SURE, evidence=(), ruling=CHOSEN),
        stage=Suggestion(value=stage, sureness=Sureness.SURE, evidence=(), ruling=CHOSEN),
        matters=tuple(_matter(n, one, council) for n, one in enumerate(plain["matters"], start=1)),
        flags=tuple(_flag(one) for one in plain.get("flags", ())),
        facts=tuple(
            Fact(field=FactField.DESIRED_OUTCOME, value=wish, evidence=_evidence(wish))
            for wish in plain.get("wishes", ())
        ),
        gist=plain.get("gist", ""),
        doubts=(),
        hits=(),
        misses=(),
        version="case-file",
    )


def _matter(number: int, plain: Mapping[str, Any], council: Council) -> Matter:
    reason = Reason(plain["reason"]) if plain.get("reason") else None
    route = Route.OUT_OF_SCOPE if reason else Route(plain["route"])
    procedure = "" if reason else plain.get("procedure") or council.procedures[FAMILY_OF[route]]
    return Matter(
        number=number,
        route=route,
        reason=reason,
        gist=plain["gist"],
        evidence=(_evidence(plain["gist"]),),
        sureness=Sureness.SURE,
        ruling=CHOSEN,
        procedure=procedure,
    )


def _flag(plain: str | Mapping[str, Any]) -> FlagSuggestion:
    row = {"flag": plain} if isinstance(plain, str) else plain
    evidence = (_evidence(row["quote"]),) if row.get("quote") else ()
    return FlagSuggestion(
        flag=Flag(row["flag"]), sureness=Sureness.SURE, evidence=evidence, ruling=CHOSEN, note=row.get("note", "")
    )


def _evidence(quote: str) -> Evidence:
    return Evidence(where=BODY, start=0, end=len(quote), quote=quote)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
