"""Hold the words of the letters as data: sentences with their conditions, paragraphs, heads, and reasons."""

from collections.abc import Mapping
from dataclasses import dataclass

from classify.labels import Reason
from letters.asked import Ask
from letters.draft import LetterId, Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Hold a stretch of text that stands when all its conditions do ("not " before a name turns it round)."""

    text: str
    when: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphWords:
    """Hold one paragraph of a letter: once, or once for each point of the complaint (``each_point``).

    With ``joins_alike`` the points of which it says the same share one paragraph. ``title_if_alone`` stands instead of
    ``title`` when it speaks of every point of the complaint.

    ``points`` names a list of the case to be numbered under the text, ``rows`` a table of it. ``satisfies`` are keys
    of the checklist. With ``from_checklist`` it never stands by itself: the checklist offers it, and a person decides.
    """

    key: str
    title: str
    origin: Origin
    sentences: tuple[Sentence, ...]
    when: tuple[str, ...] = ()
    each_point: bool = False
    joins_alike: bool = False
    points: str = ""
    rows: str = ""
    table: tuple[tuple[str, ...], ...] = ()
    satisfies: tuple[str, ...] = ()
    title_if_alone: str = ""
    from_checklist: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonWords:
    """Hold why a point cannot be taken now, what would change that, what can be done, and all of it for a child."""

    why: str
    change: str
    do: str
    young: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterHead:
    """Hold what a letter is called, its mail's subject, what it asks a person for, and on which cases it is offered.

    ``offered`` are conditions of the case; a letter is offered if any of them holds, and on none without one.
    """

    name: str
    subject: str
    asks: tuple[Ask, ...] = ()
    offered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Hold the words of every letter; ``version`` is the SHA-256 (hex) of the files they came from."""

    version: str
    letters: Mapping[LetterId, tuple[ParagraphWords, ...]]
    heads: Mapping[LetterId, LetterHead]
    reasons: Mapping[Reason, ReasonWords]
