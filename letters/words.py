"""Load the letters' words: paragraphs as data in ``templates/``, checked as a whole and known by its digest."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from classify.labels import Reason
from config.council import Council
from letters.asked import read_asks
from letters.conditions import CASE_CONDITIONS
from letters.draft import LetterId, Origin
from letters.errors import TemplateError
from letters.values import PLACEHOLDER
from letters.word_faults import faults_of, find_unasked
from letters.word_files import REASONS, SHARED, read_word_files
from letters.wording import LetterHead, ParagraphWords, ReasonWords, Sentence, Words

HOME: Final = Path(__file__).parent / "templates"
SENTENCE_KEYS: Final = frozenset({"text", "when"})
PARAGRAPH_KEYS: Final = frozenset(
    {"key", "title", "origin", "when", "each", "points", "rows", "table", "satisfies", "sentences", "from_checklist"}
)
EACH: Final = ("", "point", "alike")
"""A paragraph stands once, once for each point, or once for all points of which it says the same."""
LETTER_KEYS: Final = frozenset({"paragraphs", "titles", "paragraph", "ask", "name", "subject", "offered"})
REASON_KEYS: Final = frozenset({"why", "change", "do", "young"})


@cache
def load_words(home: Path = HOME, own: Path | None = None) -> Words:
    """Return every letter's words; those in ``own``, a council's folder, stand in place of ours of the same key.

    Raises: TemplateError naming every fault of every file.
    """
    faults: list[str] = []
    files = read_word_files(home, own, faults)
    shared = {
        paragraph.key: paragraph
        for short, table in files.tables.items()
        if short.startswith(f"{SHARED}/")
        for paragraph in _paragraphs(table, Path(short), faults)
    }
    tables = {letter: files.tables.get(f"{letter}/letter.toml", {}) for letter in LetterId}
    heads = {letter: _head(tables[letter], letter, faults) for letter in LetterId}
    letters = {
        letter: tuple(_letter(tables[letter], letter, shared, files.written.get(f"{letter}/letter.toml"), faults))
        for letter in LetterId
    }
    for letter in LetterId:
        faults.extend(f"{letter}/letter.toml: {fault}" for fault in find_unasked(letters[letter], heads[letter]))
    reasons = _reasons(files.tables.get(REASONS, {}), faults)
    if faults:
        raise TemplateError(tuple(dict.fromkeys(faults)))
    return Words(
        version=files.version,
        letters=MappingProxyType(letters),
        heads=MappingProxyType(heads),
        reasons=MappingProxyType(reasons),
    )


def words_of(council: Council) -> Words:
    """Return the words of a council's letters: ours, and its own in their place.

    Raises: TemplateError naming every fault of every file.
    """
    return load_words(own=council.letters.home)


def _head(table: Mapping[str, Any], letter: LetterId, faults: list[str]) -> LetterHead:
    where = f"{letter}/letter.toml"
    if not table.get("name"):
        faults.append(f"{where}: name: is missing; say what the letter is called")
    subject = table.get("subject", "Your complaint, reference {reference}")
    if PLACEHOLDER.findall(subject) != ["reference"]:
        faults.append(f"{where}: subject: must hold {{reference}} once and no other value: anybody may see it")
    offered = tuple(table.get("offered", ()))
    faults.extend(
        f"{where}: offered: condition {name!r} is not known; use one of the table in conditions.py"
        for name in offered
        if name.removeprefix("not ") not in CASE_CONDITIONS
    )
    return LetterHead(
        name=table.get("name", ""),
        subject=subject,
        asks=tuple(read_asks(table, where, faults)),
        offered=offered,
    )


def _letter(
    table: Mapping[str, Any],
    letter: LetterId,
    shared: Mapping[str, ParagraphWords],
    written: frozenset[str] | None,
    faults: list[str],
) -> Iterator[ParagraphWords]:
    """Yield a letter's paragraphs in the order its file names them: its own before shared ones of the same key."""
    own = {p.key: p for p in _paragraphs(table, Path(letter) / "letter.toml", faults)}
    order = table.get("paragraphs", ())
    titles = table.get("titles", {})
    faults.extend(f"{letter}/letter.toml: {key}: is not known; correct it" for key in table.keys() - LETTER_KEYS)
    if not order:
        faults.append(f"{letter}/letter.toml: paragraphs: is empty; name the letter's paragraphs in order")
    stray = (key for key in own if key not in order and key in (written or ()))
    faults.extend(f"{letter}/letter.toml: {key}: is written but not in paragraphs; add it there" for key in stray)
    for key in order:
        if key in own or key in shared:
            yield replace(own.get(key) or shared[key], title_if_alone=titles.get(key, ""))
        else:
            faults.append(f"{letter}/letter.toml: {key}: is no paragraph; write it here or in shared/")


def _paragraphs(table: Mapping[str, Any], file: Path, faults: list[str]) -> Iterator[ParagraphWords]:
    for row in table.get("paragraph", ()):
        where = f"{file.parent.name}/{file.name}: {row.get('key', '?')}"
        each = row.get("each", "")
        if each not in EACH:
            faults.append(f"{where}: each {each!r} is not known; use one of {', '.join(filter(None, EACH))}")
        faults.extend(f"{where}: {key}: is not known; correct it" for key in row.keys() - PARAGRAPH_KEYS)
        sentences = tuple(
            Sentence(text=s.get("text", ""), when=tuple(s.get("when", ()))) for s in row.get("sentences", ())
        )
        faults.extend(
            f"{where}: {key}: is not known in a sentence"
            for s in row.get("sentences", ())
            for key in s.keys() - SENTENCE_KEYS
        )
        paragraph = ParagraphWords(
            key=row.get("key", ""),
            title=row.get("title", ""),
            origin=Origin(row.get("origin", Origin.STANDARD)),
            sentences=sentences,
            when=tuple(row.get("when", ())),
            each_point=bool(each),
            joins_alike=each == "alike",
            points=row.get("points", ""),
            rows=row.get("rows", ""),
            table=tuple(tuple(cells) for cells in row.get("table", ())),
            satisfies=tuple(row.get("satisfies", ())),
            from_checklist=row.get("from_checklist", False),
        )
        faults.extend(f"{where}: {fault}" for fault in faults_of(paragraph))
        yield paragraph


def _reasons(table: Mapping[str, Any], faults: list[str]) -> dict[Reason, ReasonWords]:
    found: dict[Reason, ReasonWords] = {}
    for reason in Reason:
        row = table.get(reason, {})
        missing = REASON_KEYS - row.keys()
        faults.extend(f"shared/reasons.toml: {reason}.{key}: is missing; write it" for key in sorted(missing))
        if not missing:
            found[reason] = ReasonWords(**{key: row[key] for key in REASON_KEYS})
    return found
