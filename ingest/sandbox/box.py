"""Open untrusted bytes in sandboxed children, and make something a person can see of ANY mail.

A pool of warm children does the reading. One that dies or hangs is replaced, and the mail is read again without the
document it died on; a mail no child survives ends as a bare Message that says so. Nothing is lost and nothing raises
for bad bytes; only a machine that cannot start a child raises SandboxError, and the caller tries again later.
"""

import hashlib
import queue
from collections.abc import Callable, Mapping
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

from config.limits import Limits, default_limits
from ingest.documents.document import DocumentText, document_from_plain
from ingest.message import Address, Message, Problem, ProblemCode
from ingest.parse import AttachmentBytes
from ingest.plain import message_from_plain
from ingest.sandbox.care import Care, ChildLostError
from ingest.sandbox.mother import Mother, SandboxError
from ingest.sandbox.process import Answer, Child

__all__ = ["Sandbox", "SandboxError"]

_PLAIN_FAULTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)

T = TypeVar("T")


class Sandbox:
    """Read mails and documents in ``workers`` sandboxed children at once; safe to use from many threads.

    ``is_weak`` runs without the system-call filter on a machine that has none (PUTRIGHT_SANDBOX=weak).
    """

    def __init__(self, workers: int = 1, limits: Limits | None = None, *, is_weak: bool = False) -> None:
        self.limits = limits or default_limits()
        self._is_weak = is_weak
        self._mother = Mother(self.limits, is_weak=is_weak)
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
        # All are taken out before the places are put back: what was put last comes out first.
        children = [self._children.get() for _ in range(self._children.qsize())]
        for child in children:
            if child is not None:
                child.end()
            self._children.put(None)
        self._mother.end()

    def parse(self, raw: bytes, *, patient: bool = False, withheld: Mapping[str, str] | None = None) -> Message:
        """Return the mail as plain data, whatever the bytes; a document that cannot be survived is left unread.

        ``patient`` takes minutes where needed, for long scans; else what is not read in time says UNFINISHED.
        ``withheld`` are attachments that must not be read, by the SHA-256 of their bytes ("*": each), with the reason.

        Raises: SandboxError when no child can be started.
        """
        digest = hashlib.sha256(raw).hexdigest()
        if len(raw) > self.limits.mail_bytes:
            most = self.limits.mail_bytes // 1_048_576
            words = f"The mail is larger than {most:,} MB and was not opened: a person must open it."
            return _bare_message(digest, ProblemCode.TOO_LARGE, words)
        request = {"job": "parse", "withheld": dict(withheld or {})}
        care = Care(self.limits, is_patient=patient, is_weak=self._is_weak)
        code = ProblemCode.CRASHED
        while not care.is_hopeless:
            try:
                return self._ask(request, raw, care, partial(_message_of, digest=digest))
            except ChildLostError as lost:
                care.learn(lost)
                code = lost.code
        words = "The mail could not be opened: each attempt ended the reader or took too long. A person must open it."
        return _bare_message(digest, code, words)

    def document(self, filename: str, data: bytes, declared_type: str = "", *, patient: bool = False) -> DocumentText:
        """Return one document's words, whatever the bytes; ``patient`` as in ``parse``.

        Raises: SandboxError when no child can be started.
        """
        media_type = declared_type or "application/octet-stream"
        if len(data) > self.limits.mail_bytes:
            most = self.limits.mail_bytes // 1_048_576
            words = f"The document is larger than {most:,} MB and was not opened: a person must open it."
            return _bare_document(media_type, Problem(code=ProblemCode.TOO_LARGE, words=words, part=filename))
        request = {"job": "document", "filename": filename, "declared_type": declared_type}
        care = Care(self.limits, is_patient=patient, is_weak=self._is_weak)
        code = ProblemCode.CRASHED
        while not care.is_hopeless:
            try:
                return self._ask(request, data, care, lambda answer: document_from_plain(answer.plain))
            except ChildLostError as lost:
                care.learn(lost)
                code = lost.code
        return _bare_document(media_type, Problem(code=code, words=care.words_of(code), part=filename))

    def attachment(self, raw: bytes, index: int) -> AttachmentBytes:
        """Return one attachment of a mail as it was sent.

        Raises: SandboxError when no child can be started, LookupError when the mail has no such attachment or no child
        survives looking for it.
        """
        try:
            request = {"job": "attachment", "index": index}
            found = self._ask(request, raw, Care(self.limits, is_weak=self._is_weak), _attachment_of)
        except ChildLostError as lost:
            msg = f"attachment {index} could not be taken out of the mail"
            raise LookupError(msg) from lost
        if found is None:
            msg = f"the mail has no attachment {index}"
            raise LookupError(msg)
        return found

    def _ask(self, request: dict[str, Any], body: bytes, care: Care, make: Callable[[Answer], T]) -> T:
        """Return what ``make`` makes of a child's answer; a child that answers nonsense counts as lost.

        Raises: ChildLostError, SandboxError.
        """
        child = self._children.get()
        try:
            if child is None or not child.can_serve:
                if child is not None:
                    child.end()
                child = None
                child = self._new_child()
            try:
                return make(child.ask(request, body, care))
            except _PLAIN_FAULTS as error:
                raise child.lose(ProblemCode.CRASHED) from error
        finally:
            self._children.put(child)

    def _new_child(self) -> Child:
        try:
            return Child(self.limits, self._mother)
        except SandboxError:
            # Whoever ended the mother (a machine short of memory) gets one more chance to leave her alone.
            return Child(self.limits, self._mother)


def _message_of(answer: Answer, digest: str) -> Message:
    """Return the message of an answer. Raises: one of the faults above when it is none, or another mail's."""
    message = message_from_plain(answer.plain)
    if message.digest != digest or not _is_sound(message):
        # The child is not believed: words of another mail must never stand under this one's name.
        raise ValueError("the answer is not this mail's")
    return message


def _attachment_of(answer: Answer) -> AttachmentBytes | None:
    if "missing" in answer.plain:
        return None
    return AttachmentBytes(**answer.plain, content=answer.body)


def _is_sound(message: Message) -> bool:
    """Return whether a message keeps the promises that the rest of the product rests on."""
    places = [0, *(place for segment in message.segments for place in (segment.start, segment.end)), len(message.body)]
    covers = places[::2] == places[1::2] and places == sorted(places)
    known = [attachment.confidence for attachment in message.attachments if attachment.confidence is not None]
    return covers and all(0.0 <= confidence <= 1.0 for confidence in known)


def _bare_message(digest: str, code: ProblemCode, words: str) -> Message:
    nobody = Address(name="", address="")
    return Message(
        digest=digest, sender=nobody, subject="", body="", segments=(), problems=(Problem(code=code, words=words),)
    )


def _bare_document(media_type: str, problem: Problem) -> DocumentText:
    return DocumentText(media_type=media_type, problems=(problem,))
