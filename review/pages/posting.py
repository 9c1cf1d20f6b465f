"""Lay out how a letter goes, and the letters that somebody must print and post."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cases.models import Letter
from cases.reach import has_asked
from cases.selectors.letter import LetterFile
from cases.services.last_look import why_not_to_post
from letters.draft import Channel
from letters.plain import draft_from_plain
from review.pages.deadlines import NextDue, lay_out_next_due
from review.pages.fields import Filled, FormField
from review.pages.letter import say_head
from review.pages.rows import Desk
from review.words import say_moment

Values = Mapping[str, Sequence[str]]
POSTED = "posted"
YES = "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelPage:
    """Hold the page on which somebody says how a letter goes."""

    head: str
    due: NextDue
    channel: FormField
    post: FormField
    asked: FormField | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRow:
    """Hold one letter to print and post; ``stop`` says why it must not go now, "" if it may."""

    id: int
    case_id: int
    reference: str
    to: str
    lines: tuple[str, ...]
    signed: str
    due: NextDue
    stop: str


def lay_out_channel(
    file: LetterFile, desk: Desk, *, typed: Values | None = None, errors: Mapping[str, str] | None = None
) -> ChannelPage:
    """Return the page on which somebody says how a letter goes; a young person is asked about first."""
    fill, case = Filled(typed, errors or {}), file.case
    email = f"By email, to {case.person_address}" if case.person_address else "By email: no address is known"
    ways = [(Channel.EMAIL, email), (Channel.POST, "By post: somebody prints it and posts it")]
    # Asked again, too, where another address was typed than the one they asked for.
    needs_asking = case.is_young_person and (not has_asked(case) or "asked" in (errors or {}))
    return ChannelPage(
        head=say_head(file),
        due=lay_out_next_due(case, desk),
        channel=fill.radios("channel", "By email or by post?", ways, first=file.letter.channel),
        post=fill.area(
            "post",
            "Postal address",
            hint="Needed for post only. One line each, as on the envelope: street, town, postcode.",
            first=case.person_post,
        ),
        asked=fill.ticks(
            "asked",
            "Did they ask for it by post?",
            [(YES, "Yes, the young person asked for letters by post")],
            hint="A young person's letter is not posted home unless they ask: somebody else may open it.",
        )
        if needs_asking
        else None,
    )


def lay_out_to_post(letters: Iterable[Letter], desk: Desk) -> list[PostRow]:
    """Return the letters that somebody must print and post."""
    return [_row(letter, desk) for letter in letters]


def lay_out_day(typed: Values | None = None, errors: Mapping[str, str] | None = None) -> FormField:
    """Return the field for the day on which a letter was posted."""
    hint = "The day it went to the post, for example 12 3 2026."
    return Filled(typed, errors or {}).day(POSTED, "Posted on", hint=hint)


def _row(letter: Letter, desk: Desk) -> PostRow:
    draft, signer = draft_from_plain(letter.draft), letter.signer
    return PostRow(
        id=letter.pk,
        case_id=letter.case_id,
        reference=letter.case.reference,
        to=draft.recipient.name,
        lines=tuple(draft.recipient.post.splitlines()),
        signed=f"{signer.full_name}, {say_moment(letter.signed_at)}" if signer and letter.signed_at else "",
        due=lay_out_next_due(letter.case, desk),
        stop=f"Do not post it yet. {why}" if (why := why_not_to_post(letter)) else "",
    )
