"""Read the words somebody typed into a letter's boxes, and tell whose change each paragraph is."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from letters.draft import Draft
from letters.typed import typed
from review.pages.letter import mark_of

SAVE, SEND = "save", "send"
UNDO, ADD = "undo", "add"
"""What was pressed: keep the words; hand it to the signers; start a paragraph again; add a missing one."""

TEXT, WAS, KEEP, THEIRS = "p:", "was:", "keep:", "theirs:"
"""How the names of fields begin: a box's words, the mark of its words as the page was opened, whose words to keep, and
the mark of the other person's words that were shown with that question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedLetter:
    """Hold what one form sent. ``about`` is the paragraph or the item of the checklist that the button named.

    ``is_answer`` says that it comes from the page that shows a clash.
    """

    version: int
    texts: Mapping[str, str]
    was: Mapping[str, str]
    keep: Mapping[str, str]
    theirs: Mapping[str, str]
    do: str
    about: str
    reason: str
    is_answer: bool = False

    def is_touched(self, key: str) -> bool:
        """Say whether a box came back with other words than it was opened with."""
        return mark_of(self.texts[key]) != self.was.get(key, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Hold how typed words and words saved meanwhile go together.

    ``mine`` are the boxes to save; ``clashes`` those that both changed, differently; ``is_newer`` says that somebody
    changed words this person has not seen.
    """

    mine: dict[str, str]
    clashes: tuple[str, ...]
    is_newer: bool


def read_letter(post: QueryDict) -> TypedLetter:
    """Return what the form holds; a form sent without any button asks for sign-off, as its own key does."""
    version = post.get("version", "")
    do, _, about = post.get("do", SEND).partition(":")
    return TypedLetter(
        version=int(version) if version.isdecimal() else 0,
        texts=_named(post, TEXT),
        was=_named(post, WAS),
        keep=_named(post, KEEP),
        theirs=_named(post, THEIRS),
        do=do,
        about=about,
        reason=post.get("reason", "").strip(),
        is_answer="answer" in post,
    )


def merge(form: TypedLetter, draft: Draft) -> Merged:
    """Return which typed boxes to save onto a letter that somebody else saved meanwhile; whose words is a choice."""
    now = {paragraph.key: typed(paragraph) for paragraph in draft.paragraphs}
    mine: dict[str, str] = {}
    clashes = []
    for key, text in form.texts.items():
        if key not in now or not form.is_touched(key) or mark_of(text) == mark_of(now[key]):
            continue
        # An answer counts only for the words it was asked about: a third person may have saved since.
        answer = form.keep.get(key) if form.theirs.get(key) == mark_of(now[key]) else None
        is_disputed = mark_of(now[key]) != form.was.get(key, "")
        if is_disputed and answer == "theirs":
            continue
        mine[key] = text
        if is_disputed and answer != "mine":
            clashes.append(key)
    is_newer = any(
        mark_of(text) not in {form.was.get(key), mark_of(form.texts.get(key, ""))} for key, text in now.items()
    )
    return Merged(mine=mine, clashes=tuple(clashes), is_newer=is_newer)


def _named(post: QueryDict, prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): post.get(name, "") for name in post if name.startswith(prefix)}
