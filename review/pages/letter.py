"""Lay out a letter to write: one box per paragraph, and what is missing where it belongs."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cases.desk import desk_words
from cases.models import Letter
from cases.selectors.letter import LetterFile
from cases.states import LetterState
from letters.check import failed_musts
from letters.draft import Channel, Check, Origin, Paragraph
from letters.readability import measure
from letters.typed import typed
from review.pages.deadlines import NextDue, lay_out_next_due
from review.pages.letter_checks import NEVER_KEYS, CheckCard, lay_out_blanks, lay_out_checks, say_state
from review.pages.letter_page import LetterPage, lay_out_page
from review.pages.rows import Desk
from review.words import count, local_day, say_moment, say_time

TITLES: Mapping[str, str] = {
    "opening": "Opening",
    "personal": "A personal line",
    "safety": "What we did to keep people safe",
    "correct": "If we got something wrong",
    "recording": "What to do with a recording",
    "adjustments": "How we will reach you",
    "contact": "Closing",
}
"""What a box is called whose paragraph has no heading of its own."""

EDITABLE = frozenset({LetterState.DRAFT, LetterState.RETURNED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Hold one thing the letter lacks. ``do`` is what the button sends: add or undo and a key; "" for typing it."""

    key: str
    words: str
    suggestion: str
    do: str
    button: str
    cure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Hold one paragraph's box. ``was`` names its words as the page was opened; ``missing`` stands below it."""

    key: str
    label: str
    text: str
    source: str
    was: str
    rows: int
    can_undo: bool
    hint: str
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    """Hold the page of a letter to write."""

    head: str
    title: str
    due: NextDue
    saved: str
    comment: str
    comment_by: str
    boxes: tuple[Box, ...]
    checks: tuple[CheckCard, ...]
    blanks: tuple[tuple[str, str], ...]
    missing: int
    readability: str
    longest: str
    page: LetterPage
    say: str
    reason: str


def lay_out_letter(
    file: LetterFile, desk: Desk, *, texts: Mapping[str, str] | None = None, reason: str = ""
) -> LetterView:
    """Return the page of a letter to write; ``texts`` and ``reason`` are words typed that could not be saved."""
    letter, draft = file.letter, file.draft
    musts = failed_musts(draft.checklist)
    read = measure(draft)
    titles = {paragraph.key: title_of(paragraph) for paragraph in draft.paragraphs}
    where = f", in “{titles[read.longest_paragraph]}”" if read.longest_paragraph else ""
    return LetterView(
        head=say_head(file),
        title=f"Letter to {draft.recipient.name or 'somebody who gave no name'}",
        due=lay_out_next_due(file.case, desk),
        saved=_say_saved(file, desk),
        comment=letter.comment if letter.state == LetterState.RETURNED else "",
        comment_by=_returned_by(file, desk),
        boxes=_boxes(file, texts or {}),
        checks=lay_out_checks(draft),
        blanks=lay_out_blanks(draft),
        missing=len(musts),
        readability=f"Reading age {read.reading_age}. {count(read.words, 'word')}.",
        longest=f"Longest sentence: {count(read.longest_words, 'word')}{where}." if read.longest_words else "",
        page=lay_out_page(draft),
        say=say_state(draft),
        reason=reason or letter.missing_reason,
    )


def say_head(file: LetterFile) -> str:
    """Say which letter this is and how it goes."""
    matters = f", {count(len(file.matters), 'matter')}" if file.matters else ""
    print_ = ", in large print" if file.draft.large_print else ""
    name = desk_words().heads[file.draft.letter].name
    return f"{file.case.reference}. {name}{matters}. {say_channel(file.letter)}{print_}."


def say_channel(letter: Letter) -> str:
    """Say how a letter goes."""
    return "By post" if letter.channel == Channel.POST else "By email"


def title_of(paragraph: Paragraph) -> str:
    """Return what a paragraph is called: its heading, else a name of ours, else its first words."""
    if paragraph.title:
        return paragraph.title
    named = TITLES.get(paragraph.key) or TITLES.get(paragraph.key.rpartition("_")[0])
    return named or " ".join(paragraph.text.split()[:6]) or "A paragraph that was emptied"


def mark_of(text: str) -> str:
    r"""Return a short name for a box's words, by which a later save sees whether they changed.

    >>> mark_of("One.\r\nTwo. ") == mark_of("One.\nTwo.")
    True
    """
    plain = "\n".join(line.strip() for line in text.replace("\r\n", "\n").strip().split("\n"))
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def _boxes(file: LetterFile, texts: Mapping[str, str]) -> tuple[Box, ...]:
    drafted = {paragraph.key: paragraph for paragraph in file.drafted.paragraphs}
    labels = _labels(file.draft.paragraphs)
    missing = _missing_by_place(file)
    return tuple(
        Box(
            key=p.key,
            label=labels[p.key],
            text=texts.get(p.key, typed(p)),
            source=_say_source(p, drafted.get(p.key), file),
            was=mark_of(typed(p)),
            rows=max(3, sum(1 + len(line) // 75 for line in typed(p).split("\n")) + 1),
            can_undo=p.key in drafted and drafted[p.key] != p,
            hint="Each line that begins with a dash becomes a point of a numbered list." if p.points else "",
            missing=tuple(missing.get(p.key, ())),
        )
        for p in file.draft.paragraphs
    )


def _labels(paragraphs: Sequence[Paragraph]) -> dict[str, str]:
    """Return a label for each box; two of one heading are told apart by their points' numbers."""
    titles = [title_of(p) for p in paragraphs]
    labels = {}
    for paragraph, title in zip(paragraphs, titles, strict=True):
        number = paragraph.key.rpartition("_")[2]
        is_twin = titles.count(title) > 1 and number.isdecimal()
        labels[paragraph.key] = f"{title} (point {number})" if is_twin else title
    return labels


def _say_source(paragraph: Paragraph, drafted: Paragraph | None, file: LetterFile) -> str:
    if paragraph.key.startswith("added-") and drafted is None:
        return "Standard, added"
    words = "Standard" if paragraph.origin is Origin.STANDARD else "Written for this case"
    if drafted is None or drafted == paragraph:
        return words
    last = file.last_change
    name = last.actor.full_name if last and last.actor and len(file.editors) == 1 else ""
    return f"{words}, changed by {name}" if name else f"{words}, changed"


def _missing_by_place(file: LetterFile) -> dict[str, list[Missing]]:
    """Return what is missing by the paragraph below which it belongs: where it stood, its point's, or the end."""
    before = {check.key: check.paragraph for check in file.drafted.checklist}
    drafted = {paragraph.key: paragraph for paragraph in file.drafted.paragraphs}
    now = {paragraph.key: paragraph for paragraph in file.draft.paragraphs}
    last = list(now)[-2] if len(now) > 1 else next(iter(now), "")
    placed: dict[str, list[Missing]] = {}
    for check in file.draft.checklist:
        if check.present or check.key in NEVER_KEYS:
            continue
        home = before.get(check.key, "") or f"point_{check.key.rpartition('_')[2]}"
        is_emptied = home in now and home in drafted and not now[home].is_said
        placed.setdefault(home if home in now else last, []).append(_missing(check, home if is_emptied else ""))
    return placed


def _missing(check: Check, emptied: str) -> Missing:
    words = check.words[0].lower() + check.words[1:]
    if emptied:
        do, button, cure = f"undo:{emptied}", "Put the paragraph back", "Its paragraph was emptied."
    elif check.suggestion:
        do, button, cure = f"add:{check.key}", "Add this paragraph", ""
    else:
        do, button, cure = "", "", "Putright has no words for it: type it in the box above."
    suggestion = "" if emptied else check.suggestion
    return Missing(key=check.key, words=words, suggestion=suggestion, do=do, button=button, cure=cure)


def _say_saved(file: LetterFile, desk: Desk) -> str:
    last = file.last_change
    if last is None:
        return f"Drafted by Putright {_at(file, desk)}. Nobody has changed it."
    who = f" by {last.actor.full_name}" if last.actor and last.actor_id != desk.member.pk else ""
    at = say_time(last.at) if local_day(last.at) == desk.today else say_moment(last.at)
    return f"Draft saved{who} at {at}" if local_day(last.at) == desk.today else f"Draft saved{who} on {at}"


def _at(file: LetterFile, desk: Desk) -> str:
    made = file.letter.made_at
    return f"at {say_time(made)}" if local_day(made) == desk.today else f"on {say_moment(made)}"


def _returned_by(file: LetterFile, desk: Desk) -> str:
    event = next((e for e in file.events if e.verb in {"letter_returned", "letter_stopped"}), None)
    if event is None or event.actor is None:
        return ""
    at = say_time(event.at) if local_day(event.at) == desk.today else say_moment(event.at)
    return f"{event.actor.full_name}, {at}"
