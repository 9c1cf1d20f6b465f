"""``putright draft``: write the acknowledgement of one mail as a Word file, without any database. Nothing is signed."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cases.reading_model import model_in_use
from classify.labels import Flag, Kind, Stage
from classify.read import read
from config.council import Council
from config.packs import load_calendar, load_council, load_procedures
from config.toml_tables import ConfigError
from ingest.message import Message
from ingest.sandbox.box import Sandbox, SandboxError
from letters.compose import compose
from letters.draft import Draft, LetterCase, Recipient
from letters.errors import LetterError, NoLetterError
from letters.layout_check import load_layout
from letters.naming import greet, writer_name
from letters.pdf import render_pdf
from letters.readability import measure
from letters.render import render_docx
from letters.unanswered import require_nobody_at_risk
from routing.assessment import Assessment
from routing.chain import assess
from routing.clock import clock_for
from routing.deadlines import deadlines_for
from routing.same_case import History


class Command(BaseCommand):
    """Draft the acknowledgement of one mail from what was read in it; a person still decides, completes and signs."""

    help = (
        "Draft the acknowledgement of one mail as .docx and .pdf, unsigned, and print its checklist, what is still to "
        "fill in and what a person must decide. A message that gets none is told with what to do instead. Needs no "
        "database, and sends nothing."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the mail, the council, and where to write."""
        parser.add_argument("file", type=Path, help="a mail as .eml")
        parser.add_argument(
            "--council",
            default=settings.PUTRIGHT_COUNCIL or "brackenshire",
            help="the council's id, as in config/councils/",
        )
        parser.add_argument("--out", type=Path, required=True, help="the folder for the .docx and the .pdf")
        parser.add_argument("--reference", default="", help="the case's reference, if it has one: it names the files")
        parser.add_argument(
            "--received", default="", help="when it was received, as 2026-03-03T09:12:00+00:00; else as the mail says"
        )
        parser.add_argument(
            "--written", default="", help="the day of the letter, as 2026-03-04; the day it was received if left out"
        )

    def handle(
        self,
        *args: Any,
        file: Path,
        council: str,
        out: Path,
        reference: str,
        received: str,
        written: str,
        **options: Any,
    ) -> None:
        """Write the letter and print what it holds and what is missing; or say what to do instead."""
        try:
            raw = file.read_bytes()
            with Sandbox.from_config() as box:
                message = box.parse(raw)
            at = _received(received, message)
            case = case_of(
                message,
                load_council(council, _packs()),
                received_at=at,
                written_on=date.fromisoformat(written) if written else timezone.localdate(at),
                reference=reference,
            )
            require_nobody_at_risk(case.assessment, case.council)
            draft, layout = compose(case), load_layout(case.council.letters.home)
        except NoLetterError as error:
            self._print({"file": str(file), "letter": None, "docx": [], "checklist": [], "blanks": [str(error)]})
            return
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error
        except (ConfigError, SandboxError, LetterError, ValueError) as error:
            raise CommandError(str(error)) from error
        path = out / f"{reference or file.stem}-{draft.letter}.docx"
        try:
            out.mkdir(parents=True, exist_ok=True)
            path.write_bytes(render_docx(draft, signer=None, layout=layout))
            path.with_suffix(".pdf").write_bytes(render_pdf(draft, signer=None))
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}.") from error
        self._print(_answer(file, path, draft, case.assessment))

    def _print(self, answer: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))


def case_of(
    message: Message, council: Council, *, received_at: datetime, written_on: date, reference: str = ""
) -> LetterCase:
    """Return what a letter may know of a mail that was read just now and that nobody has looked at yet."""
    received_on = timezone.localdate(received_at)
    procedures = load_procedures(_packs()).on(received_on)
    reading = read(message, model_in_use(), sent_on=received_on)
    assessment = assess(reading, council=council, procedures=procedures, history=History(), received_on=received_on)
    clock = clock_for(assessment, received_at=received_at, procedures=procedures)
    wanted = {matter.procedure for matter in assessment.matters}
    adjustments = (e.quote for f in assessment.flags if f.flag is Flag.ADJUSTMENTS for e in f.evidence)
    return LetterCase(
        reference=reference or f"{council.reference_prefix}-DRAFT",
        recipient=_recipient(message, assessment),
        received_at=received_at,
        written_on=written_on,
        kind=Kind(assessment.kind.value),
        stage=Stage(assessment.stage.value) if assessment.stage else None,
        assessment=assessment,
        deadlines=deadlines_for(clock, calendar=load_calendar(extra=_packs()), council=council),
        council=council,
        procedures=tuple(p for p in procedures.values() if p.id in wanted),
        adjustments=tuple(dict.fromkeys(adjustments)),
    )


def _packs() -> Path | None:
    return Path(settings.PUTRIGHT_PACKS) if settings.PUTRIGHT_PACKS else None


def _recipient(message: Message, assessment: Assessment) -> Recipient:
    """Name and greet the writer as a case does. Replies go where their mail asks for them."""
    to = message.reply_to or message.sender
    name = writer_name(to.name or message.sender.name, assessment)
    return Recipient(name=name, greeting=greet(name, assessment), email=to.address)


def _received(written: str, message: Message) -> datetime:
    if not written:
        return message.sent_at or timezone.now()
    at = datetime.fromisoformat(written)
    return at if at.tzinfo else timezone.make_aware(at)


def _answer(file: Path, path: Path, draft: Draft, assessment: Assessment) -> dict[str, Any]:
    found = measure(draft)
    return {
        "file": str(file),
        "letter": str(draft.letter),
        "docx": [str(path)],
        "pdf": [str(path.with_suffix(".pdf"))],
        "checklist": [
            {"key": c.key, "words": c.words, "present": c.present, "must": c.must, "paragraph": c.paragraph}
            for c in draft.checklist
        ],
        "blanks": list(draft.blanks),
        "doubts": [doubt.words for doubt in assessment.doubts],
        "reading_age": found.reading_age,
    }
