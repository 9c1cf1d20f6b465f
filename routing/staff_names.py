"""Say whether a name that a complaint gives may be a colleague's: as people write names, and as they get them wrong."""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

from routing.names import TITLES, is_same_name, name_parts


class Likeness(StrEnum):
    """How a name given in a complaint is like a colleague's."""

    SAME = "same"
    INITIALS = "initials"
    NICKNAME = "nickname"
    MISSPELT = "misspelt"
    SURNAME = "surname"
    GIVEN = "given"


SURELY: Final = frozenset({Likeness.SAME, Likeness.INITIALS, Likeness.NICKNAME, Likeness.MISSPELT})
"""What shuts a case until a manager lifts it; a surname alone, or a given name with our role, is only asked about."""
SHORTEST_MISSPELT: Final = 4
"""Names shorter than this are too easily another's with one letter changed: "Lee" and "Leo"."""
_ROLE: Final = re.compile(r"\s*\((?P<role>[^)]*)\)\s*$")
_OURS: Final = re.compile(r"\bcomplaints?\b", re.IGNORECASE)
_GREETING: Final = re.compile(
    r"^\W*(?:dear|hi|hello|good (?:morning|afternoon|evening)|for the attention of|fao)\b[^,;:.!\n]{0,60}",
    re.IGNORECASE | re.MULTILINE,
)
_CAPITALS: Final = re.compile(r"(?<![\w'])[^\W\d_a-z][\w'\u2019-]*\.?(?:[ \t]+[^\W\d_a-z][\w'\u2019-]*\.?)+")
_NICKNAMES: Final = (
    "alexander alex alec sandy xander", "alexandra alex sandra lexi", "alison ali", "andrew andy drew",
    "anthony tony ant", "barbara barb babs", "benjamin ben", "bernadette bernie",
    "catherine katherine kathryn cath cathy kath kathy kate katie kat",
    "charles charlie chas chuck", "charlotte charlie lottie",
    "christine chris chrissie tina", "christopher chris kit", "daniel dan danny", "david dave davey",
    "deborah debra deb debbie", "edward ed eddie ted ned", "elizabeth liz lizzie beth betty eliza lisa libby",
    "eleanor ellie nell nora", "florence flo", "frances fran frankie", "francis frank", "geoffrey jeffrey geoff jeff",
    "gerald gerry", "gillian gill jill", "gregory greg", "harold harry", "helen nell", "henry harry hal",
    "isabel isobel isabella bella izzy", "jacqueline jackie jacqui", "james jim jimmy jamie", "janet jan",
    "jennifer jen jenny", "jessica jess jessie", "joanna joanne jo", "john jack johnny", "jonathan jon jonny",
    "joseph joe joey", "josephine jo josie", "judith judy jude", "kenneth ken kenny", "kimberly kim",
    "lawrence laurence larry laurie", "leonard len lenny", "linda lyn", "louise lou",
    "margaret maggie meg peggy marge rita",
    "martin marty", "mary molly polly", "matthew matt", "melanie mel", "michael mick mike mickey",
    "michelle shell", "mohammed muhammad mohammad mo", "nicholas nick nicky", "nicola nicky nikki", "oliver olly ollie",
    "pamela pam", "patricia pat patsy trish tricia", "patrick pat paddy", "peter pete", "philip phil", "rachel rach",
    "raymond ray", "rebecca becky becca", "richard dick rick ricky rich", "robert bob rob robbie bobby bert",
    "ronald ron ronnie", "rosemary rose rosie", "samantha sam sammy", "samuel sam sammy", "sandra sandy",
    "sarah sally", "simon si", "stephanie steph", "stephen steven steve", "susan susanna suzanne sue susie",
    "theodore ted theo", "theresa teresa terry tess", "thomas tom tommy", "timothy tim", "valerie val",
    "victoria vicky vicki tori", "vincent vince", "walter wally", "wendy wen", "william bill will billy liam",
    "zachary zac zak",
)  # fmt: skip


def find_likeness(said: str, colleague: str) -> Likeness | None:
    """Return how a name in a complaint, "Dana Cole (social worker)", is like a colleague's; None if it is not.

    >>> [str(find_likeness(said, "Deborah Cole")) for said in ("Debbie Cole", "D. Cole", "Deborah Coel", "Ms Cole")]
    ['nickname', 'initials', 'misspelt', 'surname']
    >>> find_likeness("Dana Cole", "Deborah Cole")
    """
    role = _ROLE.search(said)
    name = _ROLE.sub("", said)
    mine, theirs = _parts_of(name), _parts_of(colleague)
    if not (mine and theirs):
        return None
    if len(mine) == 1 or len(theirs) == 1:
        return _by_one_name(name, mine, theirs, is_ours=bool(role and _OURS.search(role["role"])))
    if not set(mine).isdisjoint(theirs) and is_same_name(name, colleague):
        return Likeness.SAME
    return _by_two_names(mine, theirs)


def is_surely(said: str, colleague: str) -> bool:
    """Say whether a name in a complaint is a colleague's, as far as a name can say it."""
    return find_likeness(said, colleague) in SURELY


def names_like(text: str, colleagues: Iterable[str]) -> tuple[str, ...]:
    r"""Return the stretches of a text that may be one of these names; whom a greeting greets is not named by it.

    >>> names_like("Dear Dana Cole,\nMr Ray and my dana cole rang.", ["Dana Cole", "Amir Ray"])
    ('Mr Ray', 'Dana Cole')
    """
    surnames = {parts[-1] for name in colleagues if (parts := name_parts(name))}
    ends = {surname[:2] for surname in surnames} | {surname[-2:] for surname in surnames}
    plain = _GREETING.sub("", text)
    found = dict.fromkeys(window for window in _windows(plain) if _may_be(window, ends))
    low = " ".join(plain.casefold().split())
    for name in colleagues:
        if re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", low):
            found.setdefault(name)
    return tuple(found)


def _windows(text: str) -> Iterator[str]:
    """Yield each two and three words in a row that begin with a capital letter."""
    for run in _CAPITALS.finditer(text):
        words = run.group().split()
        for size in (2, 3):
            yield from (" ".join(words[at : at + size]) for at in range(len(words) - size + 1))


def _may_be(window: str, ends: set[str]) -> bool:
    last = window.rsplit(maxsplit=1)[-1].strip(".").casefold()
    return last[:2] in ends or last[-2:] in ends


@lru_cache(maxsize=8192)
def _parts_of(name: str) -> tuple[str, ...]:
    return name_parts(name)


def _by_one_name(said: str, mine: tuple[str, ...], theirs: tuple[str, ...], *, is_ours: bool) -> Likeness | None:
    """Compare "Ms Cole" or "Dana" with a whole name, or anything with a colleague of one name only."""
    if len(theirs) == 1:
        return Likeness.SAME if mine == theirs else None
    has_title = any(word.strip(".").casefold() in TITLES for word in said.split()[:1])
    if has_title and mine[0] == theirs[-1]:
        return Likeness.SURNAME
    is_given = mine[0] == theirs[0] or _are_nicknames(mine[0], theirs[0])
    return Likeness.GIVEN if is_ours and is_given else None


def _by_two_names(mine: tuple[str, ...], theirs: tuple[str, ...]) -> Likeness | None:
    given, surname = (mine[0], theirs[0]), (mine[-1], theirs[-1])
    if surname[0] == surname[1]:
        if min(len(given[0]), len(given[1])) == 1 and given[0][0] == given[1][0]:
            return Likeness.INITIALS
        if _are_nicknames(*given):
            return Likeness.NICKNAME
        return Likeness.MISSPELT if _is_one_letter_off(*given) else None
    if given[0] == given[1] or _are_nicknames(*given):
        return Likeness.MISSPELT if _is_one_letter_off(*surname) else None
    return None


def _are_nicknames(first: str, second: str) -> bool:
    return bool(_groups(first) & _groups(second))


@cache
def _groups(given: str) -> frozenset[int]:
    return frozenset(number for number, group in enumerate(_NICKNAMES) if given in group.split())


def _is_one_letter_off(first: str, second: str) -> bool:
    """Say whether one letter was left out, added, changed, or changed places with its neighbour."""
    short, long = sorted((first, second), key=len)
    if len(short) < SHORTEST_MISSPELT or len(long) - len(short) > 1 or short == long:
        return False
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return swapped or short[at + 1 :] == long[at + 1 :]
