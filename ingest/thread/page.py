"""Hold a mail's lines and say of each whose words it is."""

from bisect import bisect_right
from collections.abc import Sequence

from ingest.message import Segment, SegmentKind
from ingest.thread import cards, footers, marks

OWN, QUOTED, FORWARDED = SegmentKind.OWN, SegmentKind.QUOTED, SegmentKind.FORWARDED
SIGNATURE, DISCLAIMER = SegmentKind.SIGNATURE, SegmentKind.DISCLAIMER
Span = tuple[int, int]

# Longer "signatures" are text that happens to stand below two dashes.
_SIGNATURE_LINES, _SIGNATURE_LETTERS = 20, 1_500
_SIGNATURE_SPAN = 60
_SHORTEST_MARK = 2
_CARD_SPAN = 30
_CLOSING_LETTERS = 40
_LOOSE_LINES, _LOOSE_LETTERS, _LOOSE_LINE_LETTERS = 8, 500, 80
_MARKED_LINES, _MARKED_LETTERS = 12, 800
_DISCLAIMER_LETTERS = 4_000


class Page:
    """Hold a body's lines and a label for each of them."""

    def __init__(self, body: str, recipients: frozenset[str]) -> None:
        self.answers_recipients = False
        self._recipients = recipients
        self._body = body
        self._lines = body.split("\n")
        self._starts: list[int] = []
        start = 0
        for line in self._lines:
            self._starts.append(start)
            start += len(line) + 1
        self._kinds = [OWN] * len(self._lines)
        self._arrows: set[int] = set()

    def label_quotes(self, spans: Sequence[Span]) -> None:
        """Label lines that begin with ">" and stretches the mail program marked."""
        for at, line in enumerate(self._lines):
            if line.lstrip(" ").startswith((">", "&gt;")) and self._is_quote_line(at):
                self._kinds[at] = QUOTED
                self._arrows.add(at)
        self._label_spans(spans, QUOTED)

    def label_history(self, places: Sequence[int], kind: SegmentKind) -> None:
        """Label the attributions, and everything from where an older mail begins."""
        cuts = {self._line_at(place) for place in places}
        at, count, above = 0, len(self._lines), OWN
        while at < count:
            line = self._lines[at]
            if at not in cuts and not marks.may_be_mark(line):
                above = self._kinds[at] if line.strip() else above
                at += 1
                continue
            # Apple puts a forwarded mail into a quotation, marker and all; a marker deeper in a quotation is history.
            is_new = self._kinds[at] is OWN or at in cuts or above is OWN
            if is_new and marks.is_forward_marker(line):
                self._label(at, count, FORWARDED)
                return
            length = self._head_of_history(at, is_cut=at in cuts)
            if length is None:
                self._label(self._with_rule_above(at), count, self._kind_of_history(at, kind))
                return
            if length:
                self._note_source(at)
                self._label(at, at + length, QUOTED)
            above = self._kinds[at] if line.strip() else above
            at += max(length, 1)

    def _head_of_history(self, at: int, *, is_cut: bool) -> int | None:
        """Return how many lines say who wrote what is quoted below, 0 for none; None if all below is an older mail."""
        if is_cut and marks.looks_like_older_mail(self._lines, at):
            return None
        if self._kinds[at] is not OWN and not marks.is_arrowed(self._lines[at]):
            return 0
        if marks.is_divider(self._lines[at]) or marks.is_header_block(self._lines, at):
            length = marks.head_lines(self._lines, at)
            return length if self._quote_follows(at + length) else None
        length = marks.attribution_lines(self._lines, at)
        if length and not self._quote_follows(at + length):
            return None if marks.is_programs_attribution(" ".join(self._lines[at : at + length])) else 0
        return length

    def give_back_arrows(self) -> None:
        """Make lines that begin with ">" the writer's again, where nothing says that they stood in an older mail."""
        above = OWN
        for at, line in enumerate(self._lines):
            if not line.strip():
                continue
            if self._kinds[at] is QUOTED and at in self._arrows and above is OWN:
                self._kinds[at] = OWN
            above = self._kinds[at]

    def label_signatures(self, spans: Sequence[Span]) -> None:
        """Label signatures: below "-- ", marked by the mail program, or added by a phone; and warnings of gateways."""
        for start, end in spans:
            text = self._body[start:end]
            if len(text) <= _MARKED_LETTERS and text.count("\n") < _MARKED_LINES:
                self._label_spans([(start, end)], SIGNATURE, only=OWN)
        for at, line in enumerate(self._lines):
            if self._kinds[at] is not OWN or len(line) < _SHORTEST_MARK:
                continue
            if banner := footers.banner_lines(self._lines, at):
                self._label(at, at + banner, DISCLAIMER)
            elif seal := footers.seal_lines(self._lines, at):
                self._label(at, at + seal, SIGNATURE)
            elif line in ("-- ", "--"):
                self._label_below_dashes(at)
            elif footers.is_device_line(line):
                self._kinds[at] = SIGNATURE
            elif len(line) < _CLOSING_LETTERS and cards.is_closing(line):
                self._label_card(at)

    def label_disclaimers(self) -> None:
        """Label paragraphs of legal boilerplate."""
        at, count = 0, len(self._lines)
        while at < count:
            end = at
            while end < count and self._lines[end].strip() and self._kinds[end] in (OWN, SIGNATURE):
                end += 1
            paragraph = "\n".join(self._lines[at:end])
            if 20 < len(paragraph) <= _DISCLAIMER_LETTERS and footers.is_disclaimer(paragraph):
                self._label(self._with_heading_above(at), end, DISCLAIMER)
            at = max(end, at + 1)

    def relabel(self, old: SegmentKind, new: SegmentKind) -> None:
        """Change one label for another everywhere."""
        self._kinds = [new if kind is old else kind for kind in self._kinds]

    def has_words(self, *kinds: SegmentKind) -> bool:
        """Return whether a line with one of these labels has a letter in it."""
        return any(
            kind in kinds and any(map(str.isalnum, line)) for line, kind in zip(self._lines, self._kinds, strict=True)
        )

    def segments(self) -> tuple[Segment, ...]:
        """Return the labelled lines as segments; a blank line goes with what stands above it."""
        found: list[Segment] = []
        kind, start = self._first_kind(), 0
        for at, line in enumerate(self._lines):
            if line.strip() and self._kinds[at] is not kind:
                if self._starts[at] > start:
                    found.append(Segment(kind=kind, start=start, end=self._starts[at]))
                kind, start = self._kinds[at], self._starts[at]
        if start < len(self._body):
            found.append(Segment(kind=kind, start=start, end=len(self._body)))
        return tuple(found)

    def _first_kind(self) -> SegmentKind:
        return next((kind for line, kind in zip(self._lines, self._kinds, strict=True) if line.strip()), OWN)

    def _label(self, start: int, end: int, kind: SegmentKind) -> None:
        self._kinds[start:end] = [kind] * (end - start)

    def _label_spans(self, spans: Sequence[Span], kind: SegmentKind, only: SegmentKind | None = None) -> None:
        for start, end in spans:
            last = self._line_at(max(start, end - 1))
            for at in range(self._line_at(start), last + 1):
                is_inside = self._starts[at] >= start or not self._body[self._starts[at] : start].strip()
                if is_inside and (only is None or self._kinds[at] is only):
                    self._kinds[at] = kind

    def _line_at(self, place: int) -> int:
        """Return the line with this place; at a line's end, the next line that has words."""
        at = bisect_right(self._starts, place) - 1
        if not self._lines[at][place - self._starts[at] :].strip():
            at += 1
            while at < len(self._lines) - 1 and not self._lines[at].strip():
                at += 1
        return min(at, len(self._lines) - 1)

    def _is_quote_line(self, at: int) -> bool:
        words = self._lines[at].lstrip(" ")
        if words.startswith(("> ", ">>", "&gt; ", "&gt;&gt;")) or words in (">", "&gt;"):
            return True
        # ">From" is how mailboxes protect a line; ">3 hours" is a person's sign. Alone they are no quotation.
        neighbours = self._lines[max(0, at - 1) : at] + self._lines[at + 1 : at + 2]
        return any(line.lstrip(" ").startswith(">") for line in neighbours)

    def _with_rule_above(self, at: int) -> int:
        """Return where the line drawn over an older mail stands, else ``at``."""
        above = next((n for n in range(at - 1, max(at - 4, -1), -1) if self._lines[n].strip()), at)
        return above if marks.is_rule(self._lines[above]) else at

    def _with_heading_above(self, at: int) -> int:
        """Return where the heading of a disclaimer stands, else ``at``."""
        above = next((n for n in range(at - 1, max(at - 3, -1), -1) if self._lines[n].strip()), at)
        return above if self._kinds[above] is OWN and footers.is_legal_heading(self._lines[above]) else at

    def _kind_of_history(self, at: int, kind: SegmentKind) -> SegmentKind:
        """Keep the older mail as content if the writer says their answers stand in it."""
        self._note_source(at)
        above = "\n".join(line for line, own in zip(self._lines[:at], self._kinds[:at], strict=True) if own is OWN)
        if marks.says_answers_below(above):
            return FORWARDED
        return QUOTED if self.answers_recipients else kind

    def _note_source(self, at: int) -> None:
        """Note whether the older mail that begins here was written by whom this one is sent to."""
        source = marks.source_of_history(self._lines, at).lower()
        self.answers_recipients = self.answers_recipients or any(who in source for who in self._recipients)

    def _quote_follows(self, at: int) -> bool:
        following = next((n for n in range(at, min(at + 4, len(self._lines))) if self._lines[n].strip()), None)
        return following is not None and self._kinds[following] is QUOTED

    def _label_card(self, at: int) -> None:
        """Label the card below "Kind regards", if the writer's words end with it."""
        end = at + 1
        stop = min(len(self._lines), at + _CARD_SPAN)
        while end < stop and self._kinds[end] in (OWN, SIGNATURE):
            end += 1
        if end == stop < len(self._lines):
            return
        # The disclaimer below it is told from it by the empty line between.
        while end > at + 1 and not self._lines[end - 1].strip():
            end -= 1
        length = cards.card_lines(self._lines[at + 1 : end], 0)
        if length:
            self._label(at + 1, at + 1 + length, SIGNATURE)

    def _label_below_dashes(self, at: int) -> None:
        end, stop = at + 1, min(len(self._lines), at + _SIGNATURE_SPAN)
        while end < stop and self._kinds[end] is OWN:
            end += 1
        if end == stop < len(self._lines):
            return
        lines = [line for line in self._lines[at + 1 : end] if line.strip()]
        letters = sum(map(len, lines))
        if self._lines[at] == "-- ":
            is_signature = len(lines) <= _SIGNATURE_LINES and letters <= _SIGNATURE_LETTERS
        else:
            is_short = len(lines) <= _LOOSE_LINES and letters <= _LOOSE_LETTERS
            is_told = any(len(line) > _LOOSE_LINE_LETTERS or cards.is_sentence(line) for line in lines)
            is_signature = is_short and not is_told
        if is_signature:
            self._label(at, end, SIGNATURE)
