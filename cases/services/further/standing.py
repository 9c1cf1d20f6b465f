"""Ask whether a letter beside the acknowledgement may still go: the record says the same, and nothing is in its way.

Asked when it is begun, said anew, handed in, signed and taken for sending: what was true may be taken back by then.
Nobody is warned while a sign of danger is open in any case of theirs, or on the day of a child's acknowledgement.
"""

from collections.abc import Callable, Mapping
from typing import Final

from django.utils import timezone

from cases.errors import NotNowError
from cases.letter_case import case_of_letter
from cases.models import Behaviour, Case, ExtensionRow, Letter
from cases.services.judgement.behaviour import require_no_child_waits
from cases.services.judgement.ladder import lock_cases_of, require_no_danger
from cases.states import WHICH_CASE_OPEN, BehaviourState
from letters.draft import LetterId
from letters.extension import is_kept, is_late, may_be_agreed, moved_matters

WHICH: Final = "Say first which case this message belongs to: until then no letter of it goes out."
NOT_EXTENDED: Final = "Write the extension down first, on the page “Dates”: the letter names the day that stands there."
NOT_AGREED: Final = (
    "No clock can hold this day: our own day has passed, or it is later than the procedure allows. "
    "Name the manager who agreed to it. The clock stays late, and the letter says so."
)
NOT_AHEAD: Final = "Our day has passed, so give a new one that is still to come."
NOT_CONFIRMED: Final = "A manager confirms first that this is unreasonable behaviour, on its own page."


def why_not_now(letter: Letter) -> str:
    """Say why a letter may not go on as things stand, in plain words with the cure; "" if it may, or is no further one.

    The caller holds the locks of ``locked_letter``, or of ``lock_behind_warning`` for a letter not yet saved.
    """
    if not letter.is_further:
        return ""
    if letter.case.which_case == WHICH_CASE_OPEN:
        return WHICH
    ask = _ASKS.get(LetterId(letter.letter))
    return ask(letter) if ask else ""


def require_still_so(letter: Letter) -> None:
    """Let a letter pass that may go on as things stand.

    Raises:
        NotNowError: saying why it may not.

    """
    if words := why_not_now(letter):
        raise NotNowError(words)


def lock_behind_warning(case_id: int) -> None:
    """Lock every case that a warning of one case touches, in the order in which a step of the ladder locks them.

    They are those of the person, so that no danger comes up in one meanwhile; then the one their ladder was raised in,
    whose record tells of the warning when it has gone.
    """
    address = Case.objects.values_list("person_address", flat=True).get(pk=case_id)
    if not address:
        return
    lock_cases_of(address)
    raised_in = Behaviour.objects.filter(person_address=address, state=BehaviourState.CONFIRMED).values("case")
    list(Case.objects.select_for_update().filter(pk__in=raised_in).order_by("pk"))


def extensions_named(letter: Letter) -> list[ExtensionRow]:
    """Return the extensions that stand and that a letter tells of: to its day, of all matters or of one it is about."""
    matters = {0, *moved_matters(case_of_letter(letter))}
    rows = ExtensionRow.objects.filter(case=letter.case, taken_back=False, until_on=letter.said.get("until"))
    return list(rows.filter(matter__in=matters))


def _why_not_extended(letter: Letter) -> str:
    """Say why a later day may not be told: no clock holds it, and it is not one that a manager had to agree to.

    Whoever is late already must still write; nothing is written down that would make the clock look kept.

    Source: LGSCO Complaint Handling Code paras 6.4 and 6.5.
    """
    known = case_of_letter(letter)
    if extensions_named(letter) or is_kept(known):
        return ""
    if may_be_agreed(known):
        return NOT_AGREED
    return NOT_AHEAD if is_late(known) else NOT_EXTENDED


def _why_not_warned(letter: Letter) -> str:
    address = letter.case.person_address
    if not Behaviour.objects.filter(person_address=address, state=BehaviourState.CONFIRMED).exists():
        return NOT_CONFIRMED
    theirs = list(Case.objects.filter(person_address=address).order_by("pk"))
    try:
        require_no_danger(theirs)
        require_no_child_waits(theirs, timezone.localdate())
    except NotNowError as error:
        return str(error)
    return ""


_ASKS: Final[Mapping[LetterId, Callable[[Letter], str]]] = {
    LetterId.EXTENSION: _why_not_extended,
    LetterId.BEHAVIOUR_WARNING: _why_not_warned,
}
