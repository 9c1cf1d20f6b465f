"""Take monitoring answers out of everybody's view, turn that back, and move them to the totals once.

A mail keeps in ``taken_out`` what is hidden (``cases.monitoring.hiding``), whether its answers were counted, and, while
it is turned back, why. Hiding can be undone at any time; counting cannot, and happens once however often it is asked.
Source: docs/equalities.md; Equality Act 2010 s149.
"""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.errors import IncompleteError, NotNowError
from cases.models import Case, Decision, Mail, TeamMember
from cases.monitoring.answers import read_answers
from cases.monitoring.finding import find_answers, find_words
from cases.monitoring.hiding import (
    Stretch,
    find_everywhere,
    stretches_of,
    without,
    words_of,
)
from cases.monitoring.moving import is_whole_part
from cases.plain import open_message_of, subject_of
from cases.services.common import require_decider, require_version
from cases.services.locks import lock_case
from cases.services.monitoring.replies import hide_in_others, keep, main_mail
from cases.services.monitoring.totals import add_answers
from cases.states import MailState
from classify.labels import Flag
from config.equalities import default_monitoring

KEY, KEPT_KEY = f"flag:{Flag.EQUALITIES}", f"flag:{Flag.ADJUSTMENTS}"
BY_FLAG = "flag"
"""Why words are shown again: the flag was taken off; set again, they are hidden again."""
REASONS: Mapping[str, str] = {
    "ground": "It is what the complaint is about, such as discrimination",
    "adjustment": "It is something we must do differently for them",
    "not_monitoring": "These are not answers to monitoring questions",
}
PUT_WITH = (MailState.JOINED, MailState.DUPLICATE, MailState.AUTOMATIC)


def follow_decisions(case: Case, *, member: TeamMember, is_final: bool) -> None:
    """Hide or show again as the flag of a locked case now says; once its decisions are final, count the answers.

    The caller holds the transaction and has saved the decisions.
    """
    main = main_mail(case)
    if main is None:
        return
    flag = case.decisions.filter(key=KEY).first()
    is_on = flag is not None and flag.chosen == "yes"
    row = main.taken_out
    if is_on and flag and (row is None or row.get("back") == BY_FLAG):
        _take_out(case, main, _found(main, flag, case), member)
    elif not is_on and row and not row.get("back"):
        _turn_back(case, BY_FLAG, member)
    if is_final:
        _move(case)


@transaction.atomic
def take_out(*, case_id: int, version: int, member: TeamMember, words: str = "") -> Case:
    """Hide monitoring answers of a case: what was found, and the lines a person names, word for word.

    Raises:
        StaleError: if somebody saved in between.
        IncompleteError: if no such words are in any message of the case.

    """
    case, main = _locked(case_id, version, member)
    flag = case.decisions.filter(key=KEY).first() or Decision(case=case, key=KEY)
    found = _found(main, flag, case)
    named = [line.strip() for line in words.splitlines() if line.strip()]
    for line in named:
        places = find_words(open_message_of(main), line)
        if not places and not _is_in_any(case, line):
            raise IncompleteError({"words": "One of these lines is in no message. Copy it exactly as it stands there."})
        found += places
    if not found and not named:
        raise IncompleteError({"words": "No answers were found. Copy here what is to be hidden, line by line."})
    flag.chosen, flag.chosen_by, flag.chosen_at = "yes", member, timezone.now()
    flag.how = flag.how or "changed"
    flag.save()
    _take_out(case, main, found, member, named)
    return _grown(case)


@transaction.atomic
def turn_back(*, case_id: int, version: int, member: TeamMember, why: str) -> Case:
    """Show again what was hidden, with one of ``REASONS``; what was counted stays counted.

    Raises:
        StaleError: if somebody saved in between.
        IncompleteError: without a reason.
        NotNowError: if nothing is hidden.

    """
    case, main = _locked(case_id, version, member)
    if why not in REASONS:
        raise IncompleteError({"why": "Say why these words are to be shown again."})
    if not stretches_of(main.taken_out):
        raise NotNowError("Nothing of this case is hidden. Somebody else may have shown it again.")
    _turn_back(case, why, member)
    return _grown(case)


def _take_out(case: Case, main: Mail, found: Sequence[Stretch], member: TeamMember, named: Sequence[str] = ()) -> None:
    message = open_message_of(main)
    kept = [Stretch(*item) for item in (main.taken_out or {}).get("stretches", ())]
    # A whole part was hidden because its words were lost; whoever hides anew has shown it and named them.
    before = [each for each in kept if stretches_of(main.taken_out) or not is_whole_part(each, message)]
    hidden = words_of(message, [*before, *found])
    everywhere = find_everywhere(message, [*hidden, *named])
    keep(main, message, [*before, *found, *everywhere])
    number = hide_in_others(case, main, [*hidden, *named])
    _clean(case, main, [*hidden, *named])
    events.record_for_case("monitoring_taken_out", case, actor=member, facts={"mail": main.pk, "mails": number + 1})


def _found(main: Mail, flag: Decision, case: Case) -> list[Stretch]:
    needs = case.decisions.filter(key=KEPT_KEY, chosen="yes").first()
    return find_answers(open_message_of(main), flag.evidence, needs.evidence if needs else ())


def _clean(case: Case, main: Mail, hidden: Sequence[str]) -> None:
    """Take out of the lines that were written about a case, and of its subject, what repeats hidden words."""
    case.subject = without(subject_of(main), hidden)[:400]
    case.gist = without(case.gist, hidden) or "Message"
    case.save(update_fields=["subject", "gist"])
    for matter in case.matters.all():
        matter.gist = without(matter.gist, hidden) or f"Matter {matter.number}"
        matter.save(update_fields=["gist"])


def _turn_back(case: Case, why: str, member: TeamMember) -> None:
    for mail in case.mails.select_for_update().filter(taken_out__isnull=False):
        mail.taken_out = (mail.taken_out or {}) | {"back": why}
        mail.save(update_fields=["taken_out"])
    if main := main_mail(case):
        case.subject = subject_of(main)[:400]
        case.save(update_fields=["subject"])
    events.record_for_case("monitoring_turned_back", case, actor=member, facts={"why": why})


def _move(case: Case) -> None:
    """Count the answers that are hidden in a locked case, once; what they were is kept nowhere."""
    main = main_mail(case)
    if main is None or not (hidden := stretches_of(main.taken_out)) or (main.taken_out or {}).get("moved"):
        return
    answers = read_answers(words_of(open_message_of(main), hidden), default_monitoring())
    route = case.matters.order_by("number").values_list("route", flat=True).first() or ""
    # By the day of counting: a year that is over, and may be printed, must not go on growing.
    add_answers(month=timezone.localdate(), route=route, answers=answers)
    main.taken_out = (main.taken_out or {}) | {"moved": True}
    main.save(update_fields=["taken_out"])
    events.record_for_case("monitoring_moved", case, facts={"mail": main.pk})


def _locked(case_id: int, version: int, member: TeamMember) -> tuple[Case, Mail]:
    require_decider(member)
    case = lock_case(case_id)
    require_version(case, version)
    main = main_mail(case)
    if main is None:
        raise NotNowError("This case has no message of its own that could be read.")
    return case, main


def _is_in_any(case: Case, line: str) -> bool:
    return any(find_words(open_message_of(mail), line) for mail in case.mails.filter(text__isnull=False))


def _grown(case: Case) -> Case:
    case.version += 1
    case.save(update_fields=["version"])
    return case
