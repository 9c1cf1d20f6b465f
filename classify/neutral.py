"""Take the people's names out of what the model reads, so that nobody's origin can move a decision.

Every name becomes one and the same short name, which the model has met as often as any. Rules, facts and all evidence
go on reading the words as they were written: only the model's copy is changed, sentence by sentence.
Source: Equality Act 2010 s149 (public sector equality duty): like cases are treated alike whoever writes.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from classify.asides import IDENTITY
from classify.model.scores import TextUnits
from ingest.message import Address

ONE_NAME = "Leo"
COMMON_WORDS = Path(__file__).parent / "common_words.txt"
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['\u2019]s?$")
_BETWEEN = re.compile(
    r"[ \t]+|[ \t]*\.[ \t]+|[ \t]+(?:al|ap|bin|da|de|del|den|der|di|dos|el|ibn|la|le|van|von|y)[ \t]+"
)
"""What may stand between two parts of one name: a space, an initial's full stop, a particle."""
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "cllr", "sir", "dame", "lady", "lord", "prof", "nurse"})
_KEPT_WORDS = """
january february march april may june july august september october november december jan feb mar apr jun jul aug sep
sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays
saturdays sundays mon tue tues wed weds thu thur thurs fri sat sun christmas easter ramadan eid diwali mr mrs ms miss mx
dr cllr sir sirs madam dame lady lord prof ombudsman lgo lgsco ofsted cafcass camhs senco facebook whatsapp instagram
tiktok twitter youtube google teams zoom skype god english british england britain wales scotland ireland uk nhs foi
gdpr freedom act article regulation director commissioner academy ltd limited cic re fw fwd i i'm i've i'd i'll i\u2019m
african asian arab arabic polish welsh scottish irish romanian indian urdu punjabi pakistani bangladeshi bengali somali
nigerian ghanaian jamaican caribbean chinese french german spanish portuguese italian ukrainian russian turkish tamil
hindi hindu sikh muslim islamic christian catholic methodist jewish buddhist jehovah's vietnamese albanian kurdish
afghan pashto dari farsi persian eastern european foreign black white brown traveller travellers gypsy roma
barnardo's nspcc childline samaritans coram mencap gazette observer chronicle herald bbc itv guardian mp mps
"""
KEPT = frozenset(_KEPT_WORDS.split()) | IDENTITY
"""Words with a capital that are nobody's name, and say what a matter is about."""
_WORD_NAMES = """
will mark rose grace hope joy faith ivy jasmine daisy lily holly amber ruby jack bob frank art robin iris miles chase
hunter mason dean king prince precious blessing young little smith cook baker hill penny pearl dawn eve gene bill sue
pat rob drew grant wade dale glen heath wren robyn summer autumn destiny harmony angel melody
"""
WORD_NAMES = frozenset(_WORD_NAMES.split())
"""Names that are words as well: a name where a capital stands inside a sentence, or a verb of a person follows."""
AFTER_A_NAME = frozenset(["was", "is", "has", "had", "does", "did", "says", "said", "told", "went", "came", "got"])

ONE_SEX = {
    "he": "she", "him": "her", "his": "her", "himself": "herself", "he's": "she's", "he'll": "she'll", "he'd": "she'd",
    "daughter": "son", "daughters": "sons", "girl": "boy", "girls": "boys", "stepdaughter": "stepson",
    "granddaughter": "grandson", "niece": "nephew", "sister": "brother", "sisters": "brothers", "lad": "boy",
    "father": "mother", "fathers": "mothers", "dad": "mum", "daddy": "mummy", "dads": "mums", "stepdad": "stepmum",
    "stepfather": "stepmother", "grandfather": "grandmother", "grandad": "nan", "man": "woman", "men": "women",
    "husband": "wife", "boyfriend": "girlfriend", "uncle": "aunt", "gentleman": "lady", "mr": "mrs", "ms": "mrs",
}  # fmt: skip
"""One of two words for the model to read, so that the sex of nobody spoken of counts."""
ONE_AGE, OLDEST_CHILD = "9", 17
_AGED = re.compile(
    r"(?P<head>\((?=\d+\))|, (?=\d+,)|\baged? |\b(?:she|who|boys?|child|children|son|baby|toddler|teenager|leo)"
    r"(?:'s| is| was| of|,)?(?: about| just| only| nearly| almost| now| aged?)* "
    r"|\b(?=\d+[ -]?(?:years?|yrs?|y)[ -]?(?:old|o)))"
    r"(?P<age>\d{1,2})\b(?! ?[%:/]|\.\d| ?(?:weeks?|days?|months?|minutes?|mins?|hours?|miles?|times?|visits?|am|pm|of"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*)\b)",
    re.IGNORECASE,
)
"""Where a child's age stands. A child's is one and the same for the model to read; the writer's own is not touched."""
_I_AM = re.compile(
    r"\b(?:i|i am|i'm|im|i was|me|myself|my name is \w+)\W{0,3}(?:only |just |aged |age |now )*$", re.IGNORECASE
)
_SEXED = re.compile(rf"\b(?:{'|'.join(ONE_SEX)})\b", re.IGNORECASE)


def neutral_units(units: TextUnits, sender: Address) -> TextUnits:
    """Return the units with every name that can be told put to one and the same.

    Sentence ``n`` stays sentence ``n``. A name is a capitalised word inside a sentence that is no common word, what
    follows a title, and every part of the sender's own name.
    """
    known = _names_known(units, sender)
    return replace(
        units,
        subject=neutral_words(units.subject, known),
        sentences=tuple(neutral_words(sentence, known) for sentence in units.sentences),
        quoted=neutral_words(units.quoted, known),
    )


def neutral_words(text: str, known: frozenset[str] = frozenset()) -> str:
    """Return a text with each run of names as one name.

    >>> neutral_words("Ms Wojciechowska told Chidi Okonkwo that Kacper's visit was in May.")
    "Mrs Leo told Leo that Leo's visit was in May."
    """
    kept, at = [], 0
    for start, end in _runs(text, known):
        kept += [text[at:start], ONE_NAME]
        at = end
    return _AGED.sub(_one_age, _SEXED.sub(_one_sex, "".join([*kept, text[at:]])))


def _one_age(found: re.Match[str]) -> str:
    """Return the one age for a child's; "I am 15 years old" says who writes, and stays."""
    is_own = _I_AM.search(found.string, 0, found.start("age"))
    is_childs = not is_own and int(found["age"]) <= OLDEST_CHILD
    return f"{found['head']}{ONE_AGE}" if is_childs else found.group()


def _one_sex(found: re.Match[str]) -> str:
    word = found.group()
    other = ONE_SEX[word.lower()]
    return other.upper() if word.isupper() else other.capitalize() if word[0].isupper() else other


def _runs(text: str, known: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of each run of names, a closing 's left out."""
    begun: tuple[int, int] | None = None
    for start, end in _names(text, known):
        if begun and _BETWEEN.fullmatch(text, begun[1], start):
            begun = begun[0], end
            continue
        if begun:
            yield begun
        begun = start, end
    if begun:
        yield begun


def _names(text: str, known: frozenset[str]) -> Iterator[tuple[int, int]]:
    shouts = text.isupper()
    before, ended = "", True
    at = 0
    words = list(_WORD.finditer(text))
    for place, found in enumerate(words):
        word = _POSSESSIVE.sub("", found.group())
        owns = word != found.group()
        after = words[place + 1].group().lower() if place + 1 < len(words) else ""
        ended = ended or any(mark in text[at : found.start()] for mark in '.!?:\n\u201c"')
        if not shouts and _is_name(word, before=before, after=after, begins=ended and not owns, known=known):
            yield found.start(), found.start() + len(word)
        before, ended, at = word.lower(), False, found.end()


def _is_name(word: str, *, before: str, after: str, begins: bool, known: frozenset[str]) -> bool:
    plain = word.lower().replace("\u2019", "'")
    if plain in KEPT or len(word) < 2:
        return False
    if plain in known and (word[0].isupper() or plain not in common_words()):
        return True
    if not word[0].isupper() or word.isupper():
        return before in TITLES and plain not in common_words()
    if before in TITLES:
        return True
    return plain not in common_words() or (plain in WORD_NAMES and (not begins or after in AFTER_A_NAME))


def _names_known(units: TextUnits, sender: Address) -> frozenset[str]:
    """Return the parts of the sender's name and of every name in the message, in small letters."""
    parts = {part.lower() for part in _WORD.findall(sender.name) if len(part) > 2}
    for text in units.sentences:
        for start, end in _names(text, frozenset()):
            parts.add(text[start:end].lower())
    return frozenset(parts - KEPT)


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Return the words people write in small letters in mail to a council."""
    return frozenset(COMMON_WORDS.read_text(encoding="utf-8").split())
