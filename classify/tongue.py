"""Tell which words of a message are in another language than English, so that nobody takes them for understood.

A closed list of small words tells the languages written in Latin letters, the letters tell the others. It names a
language for the person who asks for a translation; it need not be right about cousins (Bosnian, Croatian, Serbian).
A well-kept detector would weigh more than the whole reader and is unsure of mail of two lines.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

OTHER: Final = "another language"
SMALL_WORDS: Final = Path(__file__).parent / "tongues.toml"
_SCRIPTS: Final = (
    ("Ukrainian", re.compile("[іїєґІЇЄҐ]")),
    ("Russian or Bulgarian", re.compile("[\u0400-\u04ff]")),
    ("Urdu", re.compile("[ٹڈڑںھہےﮯ]")),
    ("Persian, Dari, Pashto or Kurdish", re.compile("[پچژگکی]")),
    ("Arabic", re.compile("[\u0600-\u06ff]")),
    ("Bengali", re.compile("[\u0980-\u09ff]")),
    ("Punjabi", re.compile("[\u0a00-\u0a7f]")),
    ("Gujarati", re.compile("[\u0a80-\u0aff]")),
    ("Tamil", re.compile("[\u0b80-\u0bff]")),
    ("Hindi or Nepali", re.compile("[\u0900-\u097f]")),
    ("Amharic or Tigrinya", re.compile("[\u1200-\u137f]")),
    ("Chinese or Japanese", re.compile("[\u3040-\u30ff\u4e00-\u9fff]")),
    ("Korean", re.compile("[\uac00-\ud7af]")),
    ("Greek", re.compile("[\u0370-\u03ff]")),
    ("Hebrew", re.compile("[\u0590-\u05ff]")),
    ("Thai", re.compile("[\u0e00-\u0e7f]")),
)
"""Letters that only one language uses stand before those several share."""
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
FEWEST: Final = 2
"""Small words of a language that a sentence must hold: one alone is a name, a place or a loan."""
MOST_OF_IT: Final = 0.5
LEAST_PART: Final = 4
"""From this share of its words on a message is in the other language; fewer words than these are a greeting."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """Hold in which language words are that were not understood, "" if in none, and whether that is most of them."""

    name: str = ""
    is_most: bool = False


def tongue_of(sentences: Iterable[str]) -> Tongue:
    """Return which other language a message's sentences are in, if any.

    >>> tongue_of(["Proszę o pomoc, nikt mi nie odpisuje."])
    Tongue(name='Polish', is_most=True)
    >>> tongue_of(["Please help, nobody answers me."])
    Tongue(name='', is_most=False)
    """
    words: Counter[str] = Counter()
    for sentence in sentences:
        words[_tongue_of_sentence(sentence)] += len(_WORD.findall(sentence))
    total = sum(words.values())
    foreign = total - words["English"] - words[""]
    if foreign < LEAST_PART:
        return Tongue()
    name = max((name for name in words if name not in {"", "English"}), key=lambda name: words[name])
    # What no list knows is as likely the other language's as English.
    return Tongue(name, is_most=foreign >= MOST_OF_IT * max(total - words[""], 1))


def _tongue_of_sentence(sentence: str) -> str:
    """Return "English", another language, or "" where there is too little to tell."""
    letters = [character for character in sentence if character.isalpha()]
    strange = [character for character in letters if not _LATIN.match(character)]
    if len(strange) > len(letters) / 2:
        return next((name for name, pattern in _SCRIPTS if pattern.search(sentence)), OTHER)
    words = {word.replace("\u2019", "'") for word in _WORD.findall(sentence.lower())}
    found = {name: len(words & small) for name, small in _small_words().items()}
    name = max(found, key=lambda name: found[name])
    if found[name] < FEWEST:
        return "English" if found["English"] else ""
    return name if found[name] > found["English"] else "English"


@lru_cache(maxsize=1)
def _small_words() -> dict[str, frozenset[str]]:
    listed = tomllib.loads(SMALL_WORDS.read_text(encoding="utf-8"))
    return {name: frozenset(words.split()) for name, words in listed.items()}
