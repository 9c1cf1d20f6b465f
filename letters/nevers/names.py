"""Find names that a letter must leave out: children that are not the case's own, and people the writer wrote about."""

import re
from collections.abc import Iterator
from typing import Final

from classify.reading import FactField
from letters.dates import MONTHS, WEEKDAYS
from letters.draft import Draft, LetterCase
from letters.gists import point_words
from letters.item import whole_text
from letters.nevers.offence import Never, Offence, fact_values, own_paragraphs

_NAME: Final = r"[A-Z][a-z]+(?:[-'\u2019][A-Z][a-z]+)?"
_KIN: Final = (
    r"(?:sons?|daughters?|child(?:ren)?|kids?|boys?|girls?|brothers?|sisters?|siblings?|bab(?:y|ies)|twins?|grandsons?|"
    r"granddaughters?|grandchild(?:ren)?|nephews?|nieces?|cousins?|step-?sons?|step-?daughters?|toddlers?|teenagers?)"
)
_THEIRS: Final = (
    r"(?:school|nursery|teacher|placement|care|plan|file|social worker|key worker|review|carers?|foster carers?|"
    r"contact|visits?|home|bedroom|taxi|mum|dad|mother|father|parents|brother|sister|family|birthday|advocate|guardian|medication)"
)
_CHILD_NAMED: Final = (
    re.compile(rf"\b{_KIN}(?:,| called| named|,? whose name is)? (?P<names>{_NAME}(?:(?:,| and|, and) {_NAME})*)"),
    re.compile(rf"\b(?P<names>{_NAME})['\u2019]s {_THEIRS}\b"),
    re.compile(rf"\b(?P<names>{_NAME}),? (?:\(\d{{1,2}}\)|(?:aged?|who is|is) \d{{1,2}}\b)"),
    re.compile(rf"\b(?P<names>{_NAME}),? (?:is |was |who is )?(?:your|his|her|their) (?:\w+ )?{_KIN}\b"),
    re.compile(rf"\b(?P<names>{_NAME}) (?:lives|goes to|attends|stays|was moved|is in care|is placed|was placed)\b"),
)
_BEGINNINGS: Final = """
a an the this that these those you we they he she it i if who what when where why how nobody somebody
everybody anybody one each every both some most many all any please your our their his her its my no yes not
and but or so as at in on by to for from with there here then now once also until while because before after
council children children's services service team ombudsman act english easy point stage mr mrs ms miss dr
"""
_NO_NAMES: Final = frozenset(_BEGINNINGS.split()) | {name.casefold() for name in (*WEEKDAYS, *MONTHS)}
"""Words with a capital that are no child's name: what begins a sentence, and what a council is called by."""

_TITLE: Final = re.compile(r"^(?:Mr|Mrs|Ms|Miss|Dr|Cllr|PC|DC|DS|Judge)\.? ", re.IGNORECASE)


def find_other_child(draft: Draft, case: LetterCase) -> Offence | None:
    """Find the name of a child that is neither a fact of this case nor in the short text of a point."""
    known = _words(*_own_names(case), *_organisations(case)) | _NO_NAMES
    known |= _words(*(point_words(case, m) for m in case.assessment.matters))
    hits = ((p.key, name) for p in draft.paragraphs for name in _children_in(whole_text(p), case))
    return next((Offence(what=name, paragraph=key) for key, name in hits if name.casefold() not in known), None)


def find_person_named(draft: Draft, case: LetterCase) -> Offence | None:
    """Find the name of somebody the writer wrote about: the other parent, a neighbour, a worker.

    Whoever replies, writes or is written for is named by us, and not by the writer alone.
    """
    known = _words(*_own_names(case), *_organisations(case), *fact_values(case, FactField.ON_BEHALF_OF)) | _NO_NAMES
    named = {_TITLE.sub("", value.partition(" (")[0]).strip() for value in fact_values(case, FactField.PERSON_NAMED)}
    parts = {part for name in named for part in (name, *name.split()) if len(part) > 2 and not _words(part) & known}
    for key, text in own_paragraphs(draft, case):
        for part in sorted(parts, key=len, reverse=True):
            if re.search(rf"\b{re.escape(part)}\b", text):
                return Offence(what=part, paragraph=key)
    return None


def _children_in(text: str, case: LetterCase) -> Iterator[str]:
    for pattern in (*_CHILD_NAMED, *_beside_known(case)):
        for match in pattern.finditer(text):
            yield from re.split(r", and |, | and ", match["names"])


def _beside_known(case: LetterCase) -> Iterator[re.Pattern[str]]:
    """Yield where a child's name stands in a row with one of the case: "Leo and Maisie"."""
    for value in fact_values(case, FactField.CHILD):
        known = re.escape(value.split()[0]) if value.split() else "(?!)"
        yield re.compile(rf"\b{known}(?: and|,|, and) (?P<names>{_NAME})\b")
        yield re.compile(rf"\b(?P<names>{_NAME}) and {known}\b")


def _own_names(case: LetterCase) -> Iterator[str]:
    yield from (case.recipient.name, case.recipient.greeting, *(who for _, who in case.responders))
    yield from fact_values(case, FactField.CHILD)


def _organisations(case: LetterCase) -> Iterator[str]:
    council = case.council
    contacts = (council.team, council.ombudsman, council.advocacy, council.duty, *council.signposts.values())
    yield from (council.name, *(contact.name for contact in contacts), *(p.title for p in case.procedures))


def _words(*texts: str) -> frozenset[str]:
    words = (word.casefold() for text in texts for word in re.findall(r"[\w'\u2019-]+", text))
    return frozenset(form for word in words for form in (word, word.removesuffix("'s").removesuffix("\u2019s")))


NEVERS: Final[tuple[Never, ...]] = (
    Never(key="no_other_child", words="No child's name that is not on the case", find=find_other_child),
    Never(key="no_named_person", words="No name of a person they wrote about", find=find_person_named),
)
