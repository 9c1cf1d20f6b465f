"""Answer, in a sandboxed child, what readers ask of the world: may I begin, how long have I got, what words are these.

Each document is numbered as it begins. Now and then the parent is told where the reading stands, and each document that
is done is handed over: when a later one ends this child, the next child is given what was read and stops before the
place that was deadly.
"""

import json
import math
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, BinaryIO

from config.limits import Limits
from ingest.documents.document import DocumentText, document_from_plain, document_to_plain
from ingest.documents.surroundings import Surroundings
from ingest.documents.tesseract import Recognised, RecogniserError
from ingest.message import Problem, ProblemCode
from ingest.sandbox.wire import read_frame, write_frame

_SIGN_SECONDS = 0.02
# Of the time given, what the recogniser of pictures may use: typed words behind a long scan are read too.
_SHARE_OF_PICTURES = 0.85
# A picture that is begun in its share of the time may take this long at least: half a picture read is none.
_LEAST_PICTURE_SECONDS = 4.0
_NO_TIME = "The time for this mail was over before this was opened: let it be read again with patience, or open it."
_NO_TIME_FOR_PICTURES = (
    "The time for pictures of words was over here: let it be read again with patience, or open it by hand."
)
_TOO_MANY_WORDS = "The files of this mail hold more words than are read here: a person must open this one."


class Desk:
    """Serve one request of the parent."""

    def __init__(self, wire_in: BinaryIO, wire_out: BinaryIO, request: dict[str, Any], limits: Limits) -> None:
        self._wire_in, self._wire_out = wire_in, wire_out
        self._skipped: dict[str, dict[str, str]] = request.get("skipped", {})
        self._skip_all: dict[str, str] | None = request.get("skip_all")
        self._stops: dict[str, int] = request.get("stops", {})
        self._known: dict[str, list[Any]] = request.get("known", {})
        self._withheld: dict[str, str] = request.get("withheld", {})
        self._began_at = time.monotonic()
        self._soft_at = float(request.get("soft_at", math.inf))
        self._characters_left = limits.item_characters
        self._begun, self._open = 0, [0]
        self._recalled: DocumentText | None = None
        self._asks: Counter[int] = Counter()
        self._told_at = -math.inf
        # How many attachments of this mail may hold pictures of words; asked when the first picture comes.
        self.shares_of_pictures: Callable[[], int] = lambda: 1
        self._shares: int | None = None
        self._heavy_begun = 0
        self._pictures_until = 0.0

    def surroundings(self) -> Surroundings:
        """Return what documents are read with here."""
        return Surroundings(
            recognise=self._recognise,
            admit=self._admit,
            seconds_left=self._seconds_left,
            keep=self._keep,
            withheld=self._withheld,
        )

    def begin_attachment(self, *, is_heavy: bool) -> None:
        """Take note that another attachment of the mail begins: pictures in it get a new share of the time."""
        self._heavy_begun += is_heavy
        self._pictures_until = 0.0

    def _admit(self, filename: str) -> Problem | None:
        self._begun += 1
        number = str(self._begun)
        self._recalled = self._recall(self._begun)
        if self._recalled is not None:
            return None
        refusal = self._skip_all or self._skipped.get(number)
        if refusal:
            return Problem(code=ProblemCode(refusal["code"]), words=refusal["words"], part=filename)
        if self._soft_at <= time.monotonic():
            return Problem(code=ProblemCode.UNFINISHED, words=_NO_TIME, part=filename)
        if self._characters_left <= 0:
            return Problem(code=ProblemCode.TOO_LARGE, words=_TOO_MANY_WORDS, part=filename)
        return None

    def _keep(self, read: Callable[[], DocumentText]) -> DocumentText:
        number = self._begun
        found, self._recalled = self._recalled, None
        if found is None:
            self._open.append(number)
            self._tell()
            found = read()
            self._open.pop()
            body = json.dumps(document_to_plain(found), ensure_ascii=False).encode("utf-8", "surrogatepass")
            write_frame(self._wire_out, {"done": number, "last": self._begun}, body)
            self._tell()
        if len(self._open) == 1:
            self._characters_left -= len(found.text)
        return found

    def _recall(self, number: int) -> DocumentText | None:
        """Return what an earlier child read of a document; None where it read nothing, or its words are no document."""
        if str(number) not in self._known:
            return None
        try:
            last, plain = self._known[str(number)]
            found, self._begun = document_from_plain(json.loads(plain)), max(number, int(last))
        except (ArithmeticError, LookupError, TypeError, ValueError):
            return None
        return found

    def _seconds_left(self) -> float:
        """Return the seconds left, and tell the parent that this child is alive and how far it got."""
        number = self._open[-1]
        self._asks[number] += 1
        if time.monotonic() - self._told_at > _SIGN_SECONDS:
            self._tell()
        if self._asks[number] >= self._stops.get(str(number), math.inf):
            return 0.0
        return self._soft_at - time.monotonic()

    def _tell(self) -> None:
        number = self._open[-1]
        write_frame(self._wire_out, {"at": [number, self._asks[number]]})
        self._told_at = time.monotonic()

    def _recognise(self, picture: bytes, _limits: Limits) -> Recognised:
        now = time.monotonic()
        if not self._pictures_until:
            self._pictures_until = self._share_of_pictures(now)
        if now >= self._pictures_until:
            raise RecogniserError(ProblemCode.UNFINISHED, _NO_TIME_FOR_PICTURES)
        until = min(max(self._pictures_until, now + _LEAST_PICTURE_SECONDS), self._soft_at)
        write_frame(self._wire_out, {"recognise": True, "until": until}, picture)
        reply = read_frame(self._wire_in)
        if reply is None:
            raise SystemExit
        head, tsv = reply
        if "code" in head:
            raise RecogniserError(ProblemCode(head["code"]), head["words"])
        return Recognised(tsv.decode("utf-8", "replace"), is_whole=bool(head["is_whole"]))

    def _share_of_pictures(self, now: float) -> float:
        """Return until when the pictures of this attachment may be read, so that those behind it have a turn too."""
        if self._shares is None:
            self._shares = self.shares_of_pictures()
        end = self._began_at + (self._soft_at - self._began_at) * _SHARE_OF_PICTURES
        return now + (end - now) / max(1, self._shares - self._heavy_begun + 1)
