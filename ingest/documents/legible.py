"""Tell words from noise: letters whose map was lost, or a recogniser's guesses at a picture without words."""

import re

# Signs nobody writes: the mark of a lost letter, private use, control characters.
_ODD = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff\U000f0000-\U0010fffd]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
# Letters of other scripts (Greek to Thai, kana, Chinese, Korean). A lost map gives Latin ones, odd signs and numbers of
# shapes, of which none is as high as these or few are.
_OTHER_SCRIPT = re.compile(
    "[\u0370-\u03ff\u0400-\u052f\u0590-\u06ff\u0900-\u0eff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]"
)
_SHARE_OF_OTHER_SCRIPT = 0.05
_VOWEL = re.compile(r"[aeiouy\u00e0-\u00ff]", re.IGNORECASE)
# Fifty words make up half of all English; of other languages' a few of the shortest are enough to be spared.
_COMMON = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "a",
        "in",
        "i",
        "that",
        "is",
        "was",
        "my",
        "it",
        "for",
        "on",
        "with",
        "he",
        "be",
        "at",
        "by",
        "not",
        "have",
        "she",
        "from",
        "or",
        "had",
        "this",
        "his",
        "her",
        "are",
        "as",
        "but",
        "we",
        "they",
        "you",
        "me",
        "were",
        "been",
        "no",
        "an",
        "our",
        "their",
        "has",
        "will",
        "there",
        "would",
        "who",
        "when",
        "which",
        "what",
        "your",
        "all",
        "if",
        "so",
        "one",
        "dear",
        "de",
        "la",
        "et",
        "un",
        "en",
        "der",
        "die",
        "und",
        "nie",
        "na",
        "w",
        "z",
        "o",
        "do",
        "le",
        "les",
        "des",
        "que",
        "el",
        "los",
        "y",
        "e",
        "il",
        "yn",
        "mae",
        "ar",
        "gan",
        "si",
        "sa",
        "nu",
        "pe",
        "os",
        "um",
    ]
)
_FEW = 8
_LONGEST = 25


def is_legible(text: str) -> bool:
    r"""Return whether a page's letters read as words of some language; true where there are too few to tell.

    >>> is_legible("Dear team, nobody came on Tuesday, and my son was left waiting.")
    True
    >>> is_legible("'HDU WHDP\x0f QRERG\\ FDPH RQ 7XHVGD\\ DQG P\\ VRQ ZDV OHIW ZDLWLQJ KHUH")
    False
    """
    signs = "".join(text.split())
    if len(_ODD.findall(signs)) * 5 > len(signs):
        return False
    tokens = text.split()
    if len(tokens) < _FEW or not _is_mostly_latin(signs) or _has_other_script(signs):
        return True
    common = sum(token.strip(".,;:!?()\"'").lower() in _COMMON for token in tokens)
    if sum(len(token) == 1 for token in tokens) > 0.6 * len(tokens):
        return False
    return common >= 0.08 * len(tokens) or sum(map(_is_wordlike, tokens)) >= 0.55 * len(tokens)


def common_words(text: str) -> int:
    """Return how many different words of two letters and more in a text are ones that every page has."""
    return len({word for word in re.findall(r"[a-z]{2,}", text.lower()) if word in _COMMON})


def wordiness(text: str) -> float:
    """Return which share of a text's pieces could be words, 0.0 to 1.0, to choose between two readings of one page."""
    tokens = text.split()
    return sum(map(_is_wordlike, tokens)) / len(tokens) if tokens else 0.0


def _is_mostly_latin(signs: str) -> bool:
    letters = sum(map(str.isalpha, signs))
    if not letters:
        return bool(re.search("[!-~]", signs))
    return sum(map(len, _LATIN.findall(signs))) >= 0.7 * letters


def _has_other_script(signs: str) -> bool:
    """Return whether a text in Latin letters holds words of another script too, as forms in two languages do."""
    return len(_OTHER_SCRIPT.findall(signs)) >= _SHARE_OF_OTHER_SCRIPT * len(signs)


def _is_wordlike(token: str) -> bool:
    """Return whether a piece of text could be a word or a number: vowels, one kind of letter case, no signs inside."""
    core = token.strip(".,;:!?()[]{}\"'\u2018\u2019\u201c\u201d-/\u2022*")
    if _OTHER_SCRIPT.search(core):
        # Written without case, often without spaces.
        return True
    if not core or len(core) > _LONGEST:
        return False
    if re.fullmatch(r"[\u00a3$\u20ac]?\d[\d.,:/%-]*\w{0,2}", core):
        return True
    if not re.fullmatch(r"[^\W\d_]+(?:['\u2019&./@-][^\W\d_]+)*", core):
        return False
    is_cased = core.islower() or core.isupper() or core[0].isupper()
    return is_cased and (bool(_VOWEL.search(core)) or len(core) <= 3)
