"""Check a letter against what it must say and never say; the same for a composed draft and for an edited one."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from letters.checklist import ITEMS
from letters.draft import Channel, Check, Draft, LetterCase, Paragraph, Recipient
from letters.item import Item
from letters.never import NEVERS
from letters.point_items import point_items
from letters.tables import say_rows
from letters.words import words_of
from letters.writing import BLANK, Written, write_letter


def check(draft: Draft, case: LetterCase) -> tuple[Check, ...]:
    """Return the checklist: what must be there with where it is found, then what must not be.

    An item is looked for by what it says (a date, a name, a telling word), never by the paragraph's key alone, so an
    edited letter that lost a date fails. Whether a failed "must" is let through for a stated reason is the caller's.
    """
    written = write_letter(case, draft.letter, words_of(case.council))
    return (*_required(draft, case, written), *_nevers(draft, case))


def recheck(draft: Draft, case: LetterCase) -> Draft:
    """Return an edited draft with its checklist and blanks as they are now; a blank goes when its gap is filled."""
    gaps = [gap for p in draft.paragraphs for text in _texts(p) for gap in BLANK.findall(text)]
    written = write_letter(case, draft.letter, words_of(case.council))
    known = written.blanks
    inside = dict.fromkeys(known.get(gap, f"[{gap}]: write what belongs here, or take it out") for gap in gaps)
    now = replace(draft, blanks=(*recipient_blanks(draft.recipient, draft.channel), *inside))
    return replace(now, checklist=check(now, case))


def recipient_blanks(recipient: Recipient, channel: Channel = Channel.EMAIL) -> tuple[str, ...]:
    """Return what is not known about the person, each with its cure: without an address no letter can leave."""
    known = {"name": recipient.name} | _ADDRESS[channel](recipient)
    return tuple(
        f"This case: recipient.{key} is empty; fill it in on the case" for key, words in known.items() if not words
    )


_ADDRESS: Mapping[Channel, Callable[[Recipient], dict[str, str]]] = {
    Channel.EMAIL: lambda recipient: {"email": recipient.email},
    Channel.POST: lambda recipient: {"post": recipient.post},
}


def failed_musts(checks: Iterable[Check]) -> tuple[Check, ...]:
    """Return the items without which a letter cannot be approved unless somebody states why."""
    return tuple(item for item in checks if item.must and not item.present)


def _required(draft: Draft, case: LetterCase, written: Written) -> Iterable[Check]:
    for item in (*ITEMS, *point_items(case)):
        if draft.letter in item.letters and item.when(case):
            found = item.find(draft, case)
            yield Check(
                key=item.key,
                words=item.words,
                present=found is not None,
                must=item.must,
                paragraph=found or "",
                suggestion="" if found is not None else _suggestion(item, written),
            )


def _suggestion(item: Item, written: Written) -> str:
    """Return the paragraph that would answer the item, as Putright would have written it."""
    wanted = {item.key, item.paragraph}
    both = (*written.paragraphs, *written.offered)
    fits = (p for p in both if p.key == item.paragraph or wanted & set(written.satisfies[p.key]))
    return next((_whole(paragraph) for paragraph in fits), "")


def _texts(paragraph: Paragraph) -> tuple[str, ...]:
    return (paragraph.title, paragraph.text, *paragraph.points, *(cell for row in paragraph.rows for cell in row))


def _whole(paragraph: Paragraph) -> str:
    points = (f"{n}. {point}" for n, point in enumerate(paragraph.points, start=1))
    return "\n".join((paragraph.text, *points, *say_rows(paragraph)))


def _nevers(draft: Draft, case: LetterCase) -> Iterable[Check]:
    for never in NEVERS:
        if draft.letter not in never.letters or not never.when(case):
            continue
        offender = never.find(draft, case)
        words = never.words if offender is None else f"{never.words}: {offender.what}"
        yield Check(
            key=never.key,
            words=words,
            present=offender is None,
            must=never.must,
            paragraph=offender.paragraph if offender else "",
        )
