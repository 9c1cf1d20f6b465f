"""Lay out what an edited Word file changes in a letter, word by word, before any of it is saved."""

from dataclasses import dataclass, replace

from cases.selectors.letter import LetterFile
from letters.typed import retype, typed
from letters.word_back import WordBack
from review.pages.letter import mark_of
from review.pages.letter_changes import Changes, lay_out_changes


@dataclass(frozen=True, slots=True, kw_only=True)
class WordView:
    """Hold the page: what changes, what is not taken over, and each changed box with the mark of its words now."""

    changes: Changes
    left: tuple[str, ...]
    boxes: tuple[tuple[str, str, str], ...]


def lay_out_word(file: LetterFile, back: WordBack) -> WordView:
    """Return the page of what a Word file changes in a letter as it stands now."""
    paragraphs = tuple(retype(paragraph, back.texts.get(paragraph.key)) for paragraph in file.draft.paragraphs)
    now = {paragraph.key: mark_of(typed(paragraph)) for paragraph in file.draft.paragraphs}
    return WordView(
        changes=lay_out_changes(file.draft, replace(file.draft, paragraphs=paragraphs)),
        left=back.left,
        boxes=tuple((key, text, now[key]) for key, text in back.texts.items()),
    )
