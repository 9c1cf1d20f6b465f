"""``putright assess``: try a decision on a mail, or on many, without any database."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cases.reading_model import model_in_use
from classify.model.scores import Model
from classify.read import read
from classify.reading import Evidence, Reading
from config.council import Council
from config.packs import load_calendar, load_council, load_procedures
from config.procedure_versions import Procedures
from config.toml_tables import ConfigError
from ingest.message import Message
from ingest.parse import message_of_text
from ingest.sandbox.box import Sandbox
from routing.assessment import Assessment
from routing.chain import assess
from routing.clock import clock_for
from routing.deadlines import deadlines_for
from routing.explain import explain
from routing.same_case import History


class Command(BaseCommand):
    """Explain what Putright would suggest for a mail, or write its suggestions for many."""

    help = "Explain what Putright suggests for a mail, without any database."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one mail, or a file of messages and where to write."""
        parser.add_argument("file", nargs="?", type=Path, help="a mail as .eml")
        parser.add_argument("--jsonl", type=Path, help="messages {id, subject, from, received, body}, one a line")
        parser.add_argument("--out", type=Path, help="where the suggestions for --jsonl go")
        parser.add_argument("--council", default=settings.PUTRIGHT_COUNCIL or "brackenshire")

    def handle(
        self, *args: Any, file: Path | None, jsonl: Path | None, out: Path | None, council: str, **options: Any
    ) -> None:
        """Explain one mail, or write a line for each of many."""
        if bool(file) == bool(jsonl) or bool(jsonl) != bool(out):
            raise CommandError("Give one .eml file, or --jsonl with --out.")
        try:
            packs = Path(settings.PUTRIGHT_PACKS) if settings.PUTRIGHT_PACKS else None
            desk = _Desk(load_council(council, packs), load_procedures(packs), model_in_use())
        except (ConfigError, KeyError) as error:
            raise CommandError(str(error)) from error
        if file:
            self.stdout.write(desk.explain(file))
        elif jsonl and out:
            with jsonl.open(encoding="utf-8") as lines, out.open("w", encoding="utf-8") as results:
                for result in desk.answers(lines, str(jsonl)):
                    results.write(json.dumps(result, ensure_ascii=False) + "\n")


class _Desk:
    """Hold the packs and the model that every answer needs."""

    def __init__(self, council: Council, procedures: Procedures, model: Model) -> None:
        self._council, self._procedures, self._model = council, procedures, model

    def explain(self, path: Path) -> str:
        """Return the readable explanation of one mail."""
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}.") from error
        with Sandbox.from_config() as box:
            message = box.parse(raw)
        received_at = message.sent_at or timezone.now()
        _, assessment = self.assess(message, received_at)
        clock = clock_for(
            assessment, received_at=received_at, procedures=self._procedures.on(timezone.localdate(received_at))
        )
        return explain(assessment, deadlines_for(clock, calendar=load_calendar(), council=self._council), message)

    def assess(self, message: Message, received_at: datetime) -> tuple[Reading, Assessment]:
        """Return what one message says, and what should happen to it."""
        received_on = timezone.localdate(received_at)
        reading = read(message, self._model, sent_on=received_on)
        return reading, assess(
            reading,
            council=self._council,
            procedures=self._procedures.on(received_on),
            history=History(),
            received_on=received_on,
        )

    def answers(self, lines: Iterable[str], name: str) -> Iterable[dict[str, Any]]:
        """Yield one answer for each message of a file; a line that is no message stops with its number."""
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                received_at = _aware(row.get("received"))
                message = message_of_text(
                    subject=row.get("subject") or "", sender=row.get("from") or "", body=row["body"]
                )
            except (ValueError, KeyError, TypeError) as error:
                raise CommandError(f"{name}, line {number}: not a message ({error}).") from error
            yield _answer(row.get("id"), *self.assess(message, received_at))


def _aware(written: str | None) -> datetime:
    if not written:
        return timezone.now()
    at = datetime.fromisoformat(written)
    return at if at.tzinfo else timezone.make_aware(at)


def _answer(row_id: Any, reading: Reading, assessment: Assessment) -> dict[str, Any]:
    return {
        "id": row_id,
        "kind": assessment.kind.value,
        "routes": list(dict.fromkeys(matter.route.value for matter in assessment.matters)),
        "reasons": list(dict.fromkeys(matter.reason.value for matter in assessment.matters if matter.reason)),
        "stage": _stage(assessment),
        "flags": [found.flag.value for found in assessment.flags],
        "confidence": round(reading.kind.confidence, 4),
        "doubts": [{"code": d.code, "about": d.about, "words": d.words} for d in assessment.doubts],
        "evidence": [
            {"about": about, "where": e.where, "start": e.start, "end": e.end, "quote": e.quote}
            for about, found in _evidence(assessment)
            for e in found
        ],
    }


def _stage(assessment: Assessment) -> int | str | None:
    if assessment.stage is None:
        return None
    return int(assessment.stage.value) if assessment.stage.value.isdigit() else assessment.stage.value


def _evidence(assessment: Assessment) -> Iterable[tuple[str, tuple[Evidence, ...]]]:
    yield "kind", assessment.kind.evidence
    if assessment.stage:
        yield "stage", assessment.stage.evidence
    for matter in assessment.matters:
        yield f"matter:{matter.number}", matter.evidence
    for found in assessment.flags:
        yield f"flag:{found.flag}", found.evidence
