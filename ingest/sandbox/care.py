"""Remember, through all the attempts at one mail, how much time is left, what was read, and what to be careful with.

An attempt ends with an answer or with the loss of its child. What the lost child had read of the other documents, and
the words of the pictures, are handed to the next one, so that a document made to kill its reader costs that document.
"""

import hashlib
import math
import time
from collections import Counter
from typing import Any

from config.limits import Limits
from ingest.documents.tesseract import Recognised, RecogniserError, recognise
from ingest.message import ProblemCode
from ingest.sandbox.watch import Watch

# Children that one mail may cost before its documents are left unread.
_MOST_LOST = 6
# The recogniser may be asked this often per page that is read: a page that lies on its side is tried four ways round.
_TURNS = 4
# How the time between the end of reading and the last moment is shared out: to finish, and the rest to read again.
_SHARE_TO_FINISH = 0.4
# An attempt after a loss may read for this share of what is left, and has this share to answer.
_SHARE_TO_READ_AGAIN, _SHARE_TO_ANSWER = 0.35, 0.6
# With less than this left, only the mail's own words and what was read before are asked for.
_SECONDS_OF_LAST_ATTEMPT = 2.0
_LEAST_SECONDS_OF_RECOGNISER = 0.5
# What is kept of lost attempts: as much as one answer.
_MOST_KNOWN, _MOST_KNOWN_BYTES = 2_000, 67_108_864
_MOST_HANDED_BYTES = 4 * _MOST_KNOWN_BYTES
# A page's picture has one byte a dot; more than this is no picture that was made ready here.
_MOST_BYTES_A_DOT = 4

_CRASHED = "Reading this ended the reader, which an attack can do: a person must open it, with care."
_NO_TIME = "The time for pictures of words was over: let it be read again with patience, or open it by hand."

_TOO_LARGE = "The picture is too large to read the words in it: a person must read it."


class ChildLostError(Exception):
    """The child died, hung, or said something impossible while it worked.

    ``code`` is CRASHED or TOO_SLOW; ``document`` is the number of the document it said it was in, 0 for the mail
    itself; ``asks`` is how often that document's reader had asked for the time; ``latest`` is the last document begun.
    """

    def __init__(self, code: ProblemCode, document: int = 0, asks: int = 0, latest: int = 0) -> None:
        super().__init__(f"the sandboxed child was lost ({code.value})")
        self.code = code
        self.document = document
        self.asks = asks
        self.latest = latest


class Care:
    """Hold one mail's budget and what its attempts have taught; used by one thread at a time."""

    def __init__(self, limits: Limits, *, is_patient: bool = False, is_weak: bool = False) -> None:
        self._limits, self._is_weak = limits, is_weak
        self._seconds = limits.patient_seconds if is_patient else limits.item_seconds
        self._stall_seconds = limits.patient_stall_seconds if is_patient else limits.stall_seconds
        end_seconds = limits.patient_end_seconds if is_patient else limits.item_end_seconds
        self._end_seconds = max(end_seconds, self._seconds)
        # The time begins with the first child that is ready: starting one is no mail's fault.
        self._began_at = self._end_at = self._deadline = math.inf
        self._losses: Counter[int] = Counter()
        self._silences = 0
        self._skipped: dict[int, dict[str, str]] = {}
        self._stops: dict[int, int] = {}
        self._skip_all: dict[str, str] | None = None
        self._known: dict[int, tuple[int, bytes]] = {}
        self._handed_bytes = 0
        self._recognised: dict[bytes, Recognised] = {}
        self._pictures_left = limits.ocr_pages * _TURNS
        self.is_hopeless = False

    def plan(self) -> dict[str, Any]:
        """Return what the next child is told about this attempt, and set its deadline."""
        self._handed_bytes = 0
        now = time.monotonic()
        if math.isinf(self._began_at):
            self._began_at, self._end_at = now, now + self._end_seconds
        left = self._end_at - now
        if self._losses and left < _SECONDS_OF_LAST_ATTEMPT and self._skip_all is None:
            self._skip_all = self._refusal(ProblemCode.TOO_SLOW)
        soft_at = self._began_at + self._seconds
        self._deadline = soft_at + (self._end_at - soft_at) * _SHARE_TO_FINISH
        if self._losses:
            soft_at = max(soft_at, now + left * _SHARE_TO_READ_AGAIN)
            self._deadline = max(self._deadline, now + left * _SHARE_TO_ANSWER)
        if self._skip_all is not None:
            self._deadline = self._end_at
        return {
            "soft_at": soft_at,
            "skipped": self._skipped,
            "skip_all": self._skip_all,
            "stops": self._stops,
            "known": {n: [last, body.decode("utf-8", "surrogatepass")] for n, (last, body) in self._known.items()},
        }

    def watch(self, process_id: int) -> Watch:
        """Return the watch over the child of this attempt."""
        # Who was silent once is given less time to be silent again.
        return Watch(self._deadline, stall_seconds=self._stall_seconds / (1 + self._silences), process_id=process_id)

    def note_done(self, number: int, last: int, body: bytes) -> None:
        """Keep what was read of one document (and those inside it, up to ``last``), for the case of a loss.

        Raises: ValueError when an honest child cannot have read so much.
        """
        self._handed_bytes += len(body)
        if self._handed_bytes > _MOST_HANDED_BYTES:
            raise ValueError("the child hands over more than was read")
        kept_bytes = sum(len(kept) for _, kept in self._known.values()) + len(body)
        if number not in self._known and len(self._known) < _MOST_KNOWN and kept_bytes < _MOST_KNOWN_BYTES:
            self._known[number] = (last, body)

    def learn(self, lost: ChildLostError) -> None:
        """Decide how the next attempt differs: the same again, a document up to a point, without it, or without any."""
        # A child that was taken over may lie about its place: a document that was left out already is not the one.
        document = lost.latest if lost.document in self._skipped else lost.document
        self._losses[document] += 1
        self._silences += lost.code is ProblemCode.TOO_SLOW
        losses = self._losses[document]
        if self._skip_all is not None or time.monotonic() >= self._end_at:
            self.is_hopeless = True
        elif losses == 1 and lost.code is ProblemCode.CRASHED:
            # The first death may be the machine's (it kills when memory is short): the mail gets the same chance again.
            return
        elif not document or document in self._skipped or self._losses.total() >= _MOST_LOST:
            self._skip_all = self._refusal(lost.code)
        elif lost.asks > 1 and document == lost.document and document not in self._stops:
            # It read well up to here: read it again as far, and no further.
            self._stops[document] = lost.asks
        else:
            self._skipped[document] = self._refusal(lost.code)

    def recognise(self, picture: bytes, until: float) -> tuple[dict[str, Any], bytes]:
        """Return the words of a picture, before ``until``, as an answer to the child."""
        if len(picture) > self._limits.ocr_pixels * _MOST_BYTES_A_DOT:
            return _refuse_picture(ProblemCode.TOO_LARGE, _TOO_LARGE)
        digest = hashlib.sha256(picture).digest()
        if digest not in self._recognised:
            self._pictures_left -= 1
            if self._pictures_left < 0:
                most = self._limits.ocr_pages
                words = f"Only the first {most:,} pictures of a mail are read: a person must read the rest."
                return _refuse_picture(ProblemCode.TOO_MANY, words)
            seconds = min(float(self._limits.ocr_page_seconds), min(until, self._deadline) - time.monotonic())
            if seconds < _LEAST_SECONDS_OF_RECOGNISER:
                return _refuse_picture(ProblemCode.UNFINISHED, _NO_TIME)
            try:
                self._recognised[digest] = recognise(picture, self._limits, seconds=seconds, is_weak=self._is_weak)
            except RecogniserError as error:
                if error.code is ProblemCode.TOO_SLOW and seconds < self._limits.ocr_page_seconds:
                    return _refuse_picture(ProblemCode.UNFINISHED, _NO_TIME)
                return _refuse_picture(error.code, error.words)
        found = self._recognised[digest]
        return {"is_whole": found.is_whole}, found.tsv.encode("utf-8", "surrogatepass")

    def words_of(self, code: ProblemCode) -> str:
        """Return why something was left unread, in plain words."""
        if code is ProblemCode.TOO_SLOW:
            most = f"{self._stall_seconds:,} seconds for one step or {self._seconds:,} in all"
            return f"Reading this took too long (over {most}) and was stopped: a person must open it."
        return _CRASHED

    def _refusal(self, code: ProblemCode) -> dict[str, str]:
        return {"code": code.value, "words": self.words_of(code)}


def _refuse_picture(code: ProblemCode, words: str) -> tuple[dict[str, Any], bytes]:
    return {"code": code.value, "words": words}, b""
