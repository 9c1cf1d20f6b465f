"""Say what a person's name looks like in any country's letters, and which capital words are none."""

import sys

UPPER = "".join(
    chr(code) for code in range(0x41, min(0x530, sys.maxunicode)) if chr(code).isalpha() and chr(code).isupper()
)
"""Capital letters of the Latin, Greek and Cyrillic alphabets: Zoë, Łukasz, Олена."""
LETTER = r"[^\W\d_]"
NAME = rf"[{UPPER}]{LETTER}+(?:[-'\u2019]{LETTER}+)*"
"""One name: Kai, O'Neill, Anne-Marie, McDonald."""
TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Rev|Cllr|Sir|Dame)\b\.?"
FULL_NAME = rf"{NAME}(?: +(?:(?:de|da|van|von|der|bin|bint|al|el|la|du|ap|ab) +)?(?:[{UPPER}]\.? +)?{NAME}){{0,2}}"
"""Up to three names in a row, with what stands between: Dana van Cole, Omar bin Sadiq."""

_NOT_NAMES = """
I The A An He She We They It Is Was Has Had Mr Mrs Ms Miss Dr School Council Social Services Service Care Worker Team
Manager Children Childrens Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May
June July August September October November December And But Or If So Then Please Thank Thanks Dear Yours Regards Kind
Many Best Sincerely Faithfully Year Who When Where Why What How Which My Our Your His Her Their Stage This That These
There Not No Yes Since After Before In On At For From To By With About Because Although While Re Ref Hi Hello Sir Madam
Court Family Police Ofsted Cafcass Camhs Hospital House Home Centre Center Street Road Lane Avenue Office County City
Borough Complaint Complaints Department Independent Reviewing Officer Personal Adviser Advisor Child Protection Plan
English British Polish Romanian Christmas Easter Mum Dad Mummy Daddy Nan Nana Grandad Grandma Auntie Uncle Sorry Also
Now Today Yesterday Tomorrow Nobody Never Every All Some Any Can Could Will Would Should Do Does Did Are Am Been Being
Just Only Still Even Again Here Ever Once Both Each Facebook Teams Zoom Whatsapp Ombudsman God Internet Email Text As
Having Out Up Down Let It's I'm I've I'll He's She's We're They're Don't Doesn't Didn't Can't Won't Isn't Wasn't That's
Foster Carer Special Guardian Judge Solicitor Doctor Nurse Teacher Head Chair Duty Senior Deputy Director Assistant
"""
NOT_NAMES = frozenset(_NOT_NAMES.split())


def is_name(words: str) -> bool:
    """Return whether capital words are a person's name as far as can be told: no month, no "The", no "IRO".

    >>> [is_name(words) for words in ("Dana Cole", "IRO", "March", "Łukasz")]
    [True, False, False, True]
    """
    parts = [part.strip(".,") for part in words.replace("\u2019", "'").split()]
    first, last = (parts[0], parts[-1]) if parts else ("", "")
    known = any(part in NOT_NAMES or part.removesuffix("'s") in NOT_NAMES for part in (first, last))
    return bool(parts) and not known and not any(part.isupper() and len(part) > 2 for part in parts)


def trimmed_name(words: str) -> str:
    """Return the leading words that are a name: "Dana Cole" of "Dana Cole When", "Kai" of "Kai's".

    >>> trimmed_name("Dana Cole When")
    'Dana Cole'
    """
    parts = words.split()
    while parts and parts[-1].strip(".,") in NOT_NAMES:
        parts.pop()
    return " ".join(parts).replace("\u2019", "'").removesuffix("'s")
