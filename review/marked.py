"""Cut a text at its evidence, so that the page can mark exact words; the pieces together are always the text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from cases.monitoring.hiding import hidden_runs

UNCLEAR, HIDDEN = "unclear", "hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Hold one stretch to mark: ``key`` names its decision, or ``UNCLEAR``; the lowest ``rank`` wins an overlap."""

    start: int
    end: int
    key: str
    rank: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Hold one stretch of text under at most one mark; ``others`` are the decisions it is evidence for besides."""

    text: str
    key: str = ""
    others: tuple[str, ...] = ()
    ends: bool = True


def read_spans(evidence: Iterable[object], where: str, text: str, key: str, rank: int = 0) -> list[Span]:
    """Return the evidence that lies in this part of a message; one whose words are not there is left out.

    Marking the wrong words would be worse than marking none, so every quote is compared with the text.
    """
    spans = []
    for item in evidence:
        if not isinstance(item, dict) or item.get("where") != where:
            continue
        start, end = item.get("start"), item.get("end")
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
            continue
        if text[start:end] == item.get("quote"):
            spans.append(Span(start=start, end=end, key=key, rank=rank))
    return spans


def hidden_spans(text: str, *, is_on: bool) -> list[Span]:
    """Return what is hidden of a text, ahead of every mark; a sender's own blocks mean nothing unless ``is_on``."""
    return [Span(start=start, end=end, key=HIDDEN, rank=-1) for start, end in hidden_runs(text)] if is_on else []


def cut_text(text: str, spans: Sequence[Span], start: int = 0, end: int | None = None) -> tuple[Piece, ...]:
    """Return ``text[start:end]`` in pieces; where spans overlap, each character is under the mark that ranks first."""
    end = len(text) if end is None else end
    inside = [span for span in spans if span.start < end and span.end > start]
    edges = {start, end} | {edge for span in inside for edge in (span.start, span.end) if start < edge < end}
    cuts = sorted(edges)
    pieces: list[Piece] = []
    for left, right in pairwise(cuts):
        covering = [span for span in inside if span.start <= left and span.end >= right]
        _add(pieces, _piece(text[left:right], covering))
    return tuple(_mark_ends(pieces))


def _piece(text: str, covering: Sequence[Span]) -> Piece:
    if not covering:
        return Piece(text=text)
    first, *rest = sorted(covering, key=lambda span: (span.rank, span.start, -span.end, span.key))
    others = dict.fromkeys(span.key for span in rest if span.key not in {first.key, UNCLEAR, HIDDEN})
    return Piece(text=text, key=first.key, others=tuple(others))


def _add(pieces: list[Piece], piece: Piece) -> None:
    """Add a piece, joined to the one before it if both stand under the same mark."""
    if pieces and pieces[-1].key == piece.key:
        others = tuple(dict.fromkeys(pieces[-1].others + piece.others))
        pieces[-1] = replace(pieces[-1], text=pieces[-1].text + piece.text, others=others)
    else:
        pieces.append(piece)


def _mark_ends(pieces: Sequence[Piece]) -> Iterable[Piece]:
    """Say where a mark ends for good: one that goes on after another mark inside it shows its chip only once."""
    for number, piece in enumerate(pieces):
        goes_on = number + 2 < len(pieces) and pieces[number + 1].key and pieces[number + 2].key == piece.key
        yield replace(piece, ends=not (piece.key and goes_on))
