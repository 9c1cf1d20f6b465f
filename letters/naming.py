"""Say whom a letter is to and how it greets them, from the name their mail gives and the one they signed with."""

import re
from typing import Final

from classify.labels import Flag
from classify.reading import FactField
from routing.assessment import Assessment

UNKNOWN: Final = "Dear Sir or Madam"
_NO_PERSON: Final = re.compile(
    r"@|\d|^(?:an?|the|my|our) (?-i:[a-z])"
    r"|^(?:an?|the|my|our) (?:\w+ )?(?:parent|mum|mother|dad|father|carer|relative|friend|neighbour|resident|worker)\b"
    r"|\b(?:anonymous|unknown|nobody|concerned|worried|office|casework|team|forms?|enquir(?:y|ies)|complaints?|council"
    r"|services?|school|ltd|limited|llp|solicitors?|trust|charity|reception|admin|no-?reply|mailbox|scanner|MPs?)\b",
    re.IGNORECASE,
)
"""A name on a mail that is an office's, a machine's or a disguise: nobody is greeted with it."""


def writer_name(sender_name: str, assessment: Assessment) -> str:
    """Return the writer's name, "" if it is not known or they did not want to be known.

    The name on the mail stands before the one read out of its last lines, which may be a street. Where both are the
    same person's, the fuller one stands; a name that is no person's gives way to whoever signed.
    """
    if assessment.has(Flag.ANONYMOUS):
        return ""
    signed = next((f.value for f in assessment.facts if f.field is FactField.WRITER_NAME), "")
    signed, sender = plain_name(signed), plain_name(sender_name)
    if not sender or (signed and not is_person(sender)):
        return signed
    return max(sender, signed, key=len) if _words(sender) & _words(signed) else sender


def greet(name: str, assessment: Assessment) -> str:
    """Return how a letter greets somebody: a young person by their first name, others by their whole one.

    Whoever writes for a young person is greeted as an adult. Nobody's title is guessed.
    """
    name = plain_name(name)
    is_young = assessment.has(Flag.YOUNG_PERSON) and not assessment.has(Flag.REPRESENTATIVE)
    if not name or not is_person(name):
        return UNKNOWN
    return f"Hello {name.split()[0]}" if is_young else f"Dear {name}"


def plain_name(name: str) -> str:
    """Return a name as it is written in a letter: first name first, and neither shouted nor whispered.

    >>> plain_name("Okafor, Chidi"), plain_name("A J MABBUTT"), plain_name("kai"), plain_name("Ana de la Cruz")
    ('Chidi Okafor', 'A J Mabbutt', 'Kai', 'Ana de la Cruz')
    """
    name = " ".join(name.split())
    last, comma, first = name.partition(", ")
    if comma and first and "," not in first and len(first.split()) < 3:
        name = f"{first} {last}"
    if not is_person(name):
        return name
    if name.islower() or (name.isupper() and len(name) > 3):
        name = re.sub(r"[^\W\d_]+(?:'s\b)?", lambda m: _raised(m[0]), name)
    return name


def _raised(word: str) -> str:
    first = word[0].upper()
    return (first if len(first) == 1 else word[0]) + word[1:].lower()


def is_person(name: str) -> bool:
    """Say whether a name may be a person's."""
    return _NO_PERSON.search(name) is None


def _words(name: str) -> frozenset[str]:
    """Return the parts of a name that tell somebody apart: an initial alone does not."""
    return frozenset(word for word in re.findall(r"[^\W\d_]+", name.casefold()) if len(word) > 1)
