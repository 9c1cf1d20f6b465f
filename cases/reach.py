"""Say whether a letter can reach its person by the way it goes, and whether the last one to that address did."""

from cases.models import Case, Letter, Posting
from cases.post_guard import why_unreachable
from cases.states import LetterState
from letters.addresses import normalise_address
from letters.dates import london_day, say_date
from letters.draft import Channel
from letters.plain import draft_from_plain


def why_no_way(letter: Letter) -> str:
    """Say why a letter cannot go the way it is to go, in plain words with the cure; "" if it can."""
    if letter.channel == Channel.POST:
        return why_not_by_post(letter)
    return why_unreachable(draft_from_plain(letter.draft).recipient.email)


def why_doubtful(letter: Letter) -> str:
    """Say that the last letter to this email address, of whatever case, did not arrive; "" if nothing says so."""
    if letter.channel != Channel.EMAIL:
        return ""
    return why_address_doubtful(draft_from_plain(letter.draft).recipient.email)


def why_address_doubtful(address: str) -> str:
    """Say that the last letter to an email address did not arrive; a later one that stayed there clears it."""
    plain = normalise_address(address)
    sent = Posting.objects.filter(correspondent__address=plain, letter__state=LetterState.SENT) if plain else None
    last = sent.order_by("-letter__sent_at").select_related("letter").first() if sent is not None else None
    if last is None or last.letter.came_back_at is None:
        return ""
    day = say_date(london_day(last.letter.came_back_at))
    return f"The last letter to this address did not arrive: it came back on {day}. Check the address, or send by post."


def why_not_by_post(letter: Letter) -> str:
    """Say why a letter by post may not be signed, "" if it may: a young person's goes home only if they asked."""
    is_theirs_to_ask = letter.channel == Channel.POST and letter.case.is_young_person
    if not is_theirs_to_ask or has_asked(letter.case):
        return ""
    return "A young person's letter is not posted home unless they ask: somebody else may open it. Choose how it goes."


def has_asked(case: Case) -> bool:
    """Say whether a person has written down that whoever wrote asked for letters to the postal address of the case.

    Who asked for letters to one address has not asked for them to another: it is asked again when that is changed.
    """
    asked = case.events.filter(verb="letter_by_post", facts__asked=True).order_by("-number").first()
    moved = case.events.filter(verb="postal_address_set").order_by("-number").first()
    return asked is not None and (moved is None or moved.number < asked.number)
