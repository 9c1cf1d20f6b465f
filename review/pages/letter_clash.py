"""Lay out a clash of two people's words in one letter, side by side; nothing of either is lost."""

from dataclasses import dataclass

from cases.selectors.letter import LetterFile
from letters.typed import typed
from review.forms.letter import Merged, TypedLetter
from review.pages.letter import EDITABLE, mark_of, title_of
from review.pages.rows import Desk
from review.words import say_ago


@dataclass(frozen=True, slots=True, kw_only=True)
class WordClash:
    """Hold one paragraph that both changed, differently."""

    key: str
    title: str
    mine: str
    theirs: str
    theirs_mark: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterClash:
    """Hold all clashes of one save. ``kept`` are boxes only this person changed: key, title and words.

    ``is_closed`` says that the letter is no draft any more, so that the words can only be read and copied.
    """

    who: str
    when: str
    clashes: tuple[WordClash, ...]
    kept: tuple[tuple[str, str, str], ...]
    was: tuple[tuple[str, str], ...]
    do: str
    reason: str
    is_closed: bool


def lay_out_clash(file: LetterFile, form: TypedLetter, merged: Merged, desk: Desk) -> LetterClash:
    """Return where these words differ from those somebody else saved meanwhile."""
    now = {paragraph.key: paragraph for paragraph in file.draft.paragraphs}
    last = file.last_change
    return LetterClash(
        who=last.actor.full_name if last and last.actor else "Somebody else",
        when=say_ago(last.at, desk.now) if last else "",
        clashes=tuple(
            WordClash(
                key=key,
                title=title_of(now[key]),
                mine=form.texts[key],
                theirs=typed(now[key]),
                theirs_mark=mark_of(typed(now[key])),
                error="Choose whose words to keep" if form.is_answer and key not in form.keep else "",
            )
            for key in merged.clashes
        ),
        kept=tuple((key, title_of(now[key]), text) for key, text in merged.mine.items() if key not in merged.clashes),
        was=tuple((key, form.was.get(key, "")) for key in merged.mine),
        do=form.do,
        reason=form.reason,
        is_closed=file.letter.state not in EDITABLE,
    )
