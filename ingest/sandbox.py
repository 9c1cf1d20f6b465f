"""Open untrusted bytes in sandboxed children, and make something a person can see of ANY mail.

A pool of warm children does the reading. One that dies or hangs is replaced, and the mail is read again without the
document it died on; a mail no child survives ends as a bare Message that says so. Nothing is lost and nothing raises
for bad bytes; only a machine that cannot start a child raises SandboxError, and the caller tries again later.
"""

import hashlib
import queue
from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self, TypeVar

from config.limits import Limits, default_limits
from ingest.documents.document import DocumentText, document_from_plain
from ingest.message import Address, Message, Problem, ProblemCode
from ingest.parse import AttachmentBytes
from ingest.plain import message_from_plain
from ingest.sandbox_process import Answer, Child, ChildLostError, SandboxError

__all__ = ["Sandbox", "SandboxError"]

# Documents of one mail that may each cost a child before the rest are left unread too.
_MOST_LOST = 3
_PLAIN_FAULTS = (LookupError, TypeError, ValueError, AttributeError)

T = TypeVar("T")


class Sandbox:
    """Read mails and documents in ``workers`` sandboxed children at once; safe to use from many threads.

    ``is_weak`` runs without the system-call filter on a machine that has none (PUTRIGHT_SANDBOX=weak).
    """

    def __init__(self, workers: int = 1, limits: Limits | None = None, *, is_weak: bool = False) -> None:
        self.limits = limits or default_limits()
        self._is_weak = is_weak
        self._children: queue.LifoQueue[Child | None] = queue.LifoQueue()
        for _ in range(workers):
            self._children.put(None)

    @classmethod
    def from_config(cls, workers: int = 1, *, is_weak: bool = False) -> Self:
        """Return a sandbox with the limits of ``config/limits.toml``."""
        return cls(workers, default_limits(), is_weak=is_weak)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the children; the sandbox starts new ones if it is used again."""
        for _ in range(self._children.qsize()):
            child = self._children.get()
            if child is not None:
                child.end()
            self._children.put(None)

    def parse(self, raw: bytes, *, patient: bool = False) -> Message:
        """Return the mail as plain data, whatever the bytes; a document that cannot be survived is left unread.

        ``patient`` takes minutes where needed, for long scans; else what is not read in time says UNFINISHED.

        Raises: SandboxError when no child can be started.
        """
        digest = hashlib.sha256(raw).hexdigest()
        if len(raw) > self.limits.mail_bytes:
            most = self.limits.mail_bytes // 1_048_576
            words = f"The mail is larger than {most:,} MB and was not opened: a person must open it."
            return _bare_message(digest, ProblemCode.TOO_LARGE, words)
        care = _Care(self.limits)
        while not care.is_hopeless:
            try:
                return self._message(care.request, raw, digest, is_patient=patient)
            except ChildLostError as lost:
                care.learn(lost)
        words = "The mail could not be opened safely: each attempt ended the reader. A person must open it, with care."
        return _bare_message(digest, ProblemCode.CRASHED, words)

    def document(self, filename: str, data: bytes, declared_type: str = "", *, patient: bool = False) -> DocumentText:
        """Return one document's words, whatever the bytes; ``patient`` as in ``parse``.

        Raises: SandboxError when no child can be started.
        """
        request = {"job": "document", "filename": filename, "declared_type": declared_type}
        try:
            return _checked(document_from_plain, self._ask(request, data, is_patient=patient))
        except ChildLostError as lost:
            problem = Problem(code=lost.code, words=_words_of(lost.code, self.limits), part=filename)
            return DocumentText(media_type=declared_type or "application/octet-stream", problems=(problem,))

    def attachment(self, raw: bytes, index: int) -> AttachmentBytes:
        """Return one attachment of a mail as it was sent.

        Raises: SandboxError when no child can be started, LookupError when the mail has no such attachment or no child
        survives looking for it.
        """
        try:
            answer = self._ask({"job": "attachment", "index": index}, raw)
            return _checked(lambda plain: AttachmentBytes(**plain, content=answer.body), answer)
        except ChildLostError as lost:
            msg = f"attachment {index} could not be taken out of the mail"
            raise LookupError(msg) from lost

    def _message(self, request: dict[str, Any], raw: bytes, digest: str, *, is_patient: bool) -> Message:
        message = _checked(message_from_plain, self._ask(request, raw, is_patient=is_patient))
        if message.digest != digest:
            # The child is not believed: words of another mail must never stand under this one's name.
            raise ChildLostError(ProblemCode.CRASHED, 0)
        return message

    def _ask(self, request: dict[str, Any], body: bytes, *, is_patient: bool = False) -> Answer:
        child = self._children.get()
        try:
            if child is None or not child.can_serve:
                if child is not None:
                    child.end()
                child = None
                child = Child(self.limits, is_weak=self._is_weak)
            return child.ask(request, body, is_patient=is_patient)
        finally:
            self._children.put(child)


class _Care:
    """Remember what children were lost on, and ask the next one with more care."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._losses: Counter[int] = Counter()
        self._skipped: dict[int, dict[str, str]] = {}
        self._skip_all: dict[str, str] | None = None
        self.is_hopeless = False

    @property
    def request(self) -> dict[str, Any]:
        """Return the request for the next attempt."""
        return {"job": "parse", "skipped": self._skipped, "skip_all": self._skip_all}

    def learn(self, lost: ChildLostError) -> None:
        """Decide how the next attempt differs: the same again, without one document, without any, or none at all."""
        self._losses[lost.document] += 1
        refusal = {"code": lost.code.value, "words": _words_of(lost.code, self._limits)}
        if self._skip_all is not None:
            self.is_hopeless = True
        elif lost.code is ProblemCode.CRASHED and self._losses[lost.document] == 1:
            # The first death may be the machine's (it kills when memory is short): the mail gets the same chance again.
            return
        elif lost.document and lost.document not in self._skipped and len(self._skipped) < _MOST_LOST:
            self._skipped[lost.document] = refusal
        else:
            self._skip_all = refusal


def _checked(make: Callable[[Any], T], answer: Answer) -> T:
    """Return what a child answered as one of our types; a child that answers nonsense counts as lost."""
    try:
        return make(answer.plain)
    except _PLAIN_FAULTS as error:
        raise ChildLostError(ProblemCode.CRASHED, 0) from error


def _words_of(code: ProblemCode, limits: Limits) -> str:
    if code is ProblemCode.TOO_SLOW:
        return f"Reading this took over {limits.item_seconds} seconds and was stopped: a person must open it."
    return "Reading this ended the reader, which an attack can do: a person must open it, with care."


def _bare_message(digest: str, code: ProblemCode, words: str) -> Message:
    nobody = Address(name="", address="")
    return Message(
        digest=digest, sender=nobody, subject="", body="", segments=(), problems=(Problem(code=code, words=words),)
    )
