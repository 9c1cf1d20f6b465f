"""Say what has happened, newest first: each event's verb is a sentence, with who and when."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.date_words import say_moves
from cases.desk import desk_tasks
from cases.models import Event
from review.labels import say_route
from review.words import count, join_words, say_moment

Say = Callable[[Mapping[str, Any], Mapping[int, str]], str]

# Read as "<sentence>, by <who>"; an event that is not here is shown by its own name, never hidden.
VERBS: Mapping[str, str] = {
    "mail_stored": "Email received",
    "mail_found_again": "The same email found again",
    "mail_read": "Message read",
    "mail_sorted": "Sorted",
    "mail_drafted": "Letter prepared",
    "mail_automatic": "Set aside as an automatic message",
    "mail_duplicate": "Set aside as a copy",
    "mail_joined": "Joined to this case",
    "mail_step_failed": "A step failed and will be tried again",
    "mail_tried_again": "Tried again",
    "mail_looked_at": "Read by a person",
    "mail_part_read": "Message read as far as it went in a moment",
    "mail_not_given": "The mail server did not give this mail out",
    "mail_given_after_all": "The mail server gave this mail out after all",
    "mail_gone_unread": "Gone from the mailbox before it could be read",
    "mail_scanned": "Scanned for viruses",
    "mail_awaits_scan": "Waiting for the virus scan",
    "mail_read_on": "Read to its end",
    "mail_read_again": "Read again",
    "mail_read_in_part": "Could not be read to its end",
    "mail_read_by_a_person": "Read by a person, as Putright could not",
    "words_typed_in": "Words typed in",
    "new_words_judged": "Judged again by new words",
    "original_downloaded": "Original downloaded",
    "mail_made_a_case": "Made a case of its own",
    "message_left": "A message was taken out and made a case of its own",
    "message_joined": "A reply came in",
    "case_joined": "Its message was put with another case",
    "case_taken_in": "The message of another case was put here",
    "case_taken_back": "Its message was taken back from the other case",
    "case_given_back": "The message of the other case was taken back",
    "case_kept_own": "Kept as a case of its own",
    "address_set": "The address that letters go to was set",
    "letter_held": "Letter held: it is not sent until a person lets it go",
    "letter_released": "A held letter was let go",
    "letter_came_back": "Our letter came back",
    "machine_answered": "A machine answered our letter",
    "mail_taken_back": "Taken back from another case",
    "case_opened": "Suggestions made",
    "case_read": "Opened",
    "case_filed": "Closed without a letter",
    "cases_compared": "Compared with another case",
    "decisions_saved": "Decisions saved",
    "alert_raised": "Put at the top of the queue",
    "alert_opened": "Sign of danger opened",
    "calls_due": "Somebody is called about danger",
    "call_made": "Call about danger taken",
    "call_failed": "Call about danger not taken; it is tried again",
    "referral_due": "A referral is to be made",
    "referral_told": "Referral made",
    "referral_written": "Referral confirmed in writing",
    "referral_answered": "Answer to the referral noted",
    "referral_not_needed": "Referral found not to be needed",
    "alert_escalated": "Escalated to the duty social worker",
    "alert_confirmed": "The duty desk has confirmed",
    "alert_dismissed": "Marked as not a safeguarding matter",
    "letter_drafted": "Letter drafted",
    "letter_changed": "Letter changed",
    "letter_set_aside": "Letter set aside",
    "letter_to_sign": "Letter sent for sign-off",
    "letter_returned": "Letter returned with a comment",
    "letter_signed": "Letter signed",
    "letter_stopped": "Letter stopped before it left",
    "letter_sending": "Letter going out",
    "letter_sent": "Letter sent",
    "letter_not_sent_yet": "The mail server could not be reached; the letter will be tried again",
    "letter_refused": "The mail server refused the letter",
    "letter_uncertain": "It is not certain that the letter left",
    "letter_not_as_signed": "Letter returned: it was no longer what was signed",
    "letter_said_sent": "Looked into: the letter did leave",
    "letter_said_not_sent": "Looked into: the letter did not leave",
    "matter_added": "A matter added",
    "dates_moved": "Dates counted anew by the holidays and procedures as they are now",
    "procedure_versions_noted": "The procedure in force on the day of receipt noted anew",
    "clock_paused": "A clock paused",
    "clock_resumed": "A paused clock goes on",
    "pause_taken_back": "A pause was taken back",
    "reply_extended": "A reply extended to a later day",
    "extension_taken_back": "An extension was taken back",
    "day_noted": "A day written down that dates count from",
    "day_corrected": "A day corrected that dates count from",
    "other_clock_met": "Written down that a date by other law was met",
    "other_clock_corrected": "The day corrected on which a date by other law was met",
    "other_clock_set_aside": "Written down that nothing is owed by a date of other law",
    "other_clock_taken_out": "What was written down of a date by other law was taken out",
    "stage_spoken": "Stage asked for by word of mouth",
    "stage_written": "Stage asked for in writing",
    "judgement_written": "A judgement was written down",
    "behaviour_raised": "A manager was asked to look at the person's behaviour",
    "behaviour_confirmed": "Behaviour found unreasonable",
    "behaviour_not_upheld": "Behaviour not found unreasonable",
    "behaviour_warned": "A warning was noted",
    "behaviour_restricted": "Contact was limited, for a time",
    "behaviour_reviewed": "The limit on contact was reviewed",
    "behaviour_ended": "The limit on contact ended",
    "matter_split": "A matter was split",
    "matters_merged": "Matters were put together",
    "matter_rerouted": "A matter was sent another way",
    "matters_escalated": "The next stage was asked for",
    "stage_request_decided": "Decided whether the next stage is taken",
    "matters_to_ombudsman": "The Ombudsman has it",
    "matters_came_back": "The Ombudsman sent it back",
    "stage_began_anew": "A stage began anew",
    "stage_answered": "The reply of a stage has left",
    "matters_finished": "Finished",
    "matters_not_taken": "Turned away",
    "matters_withdrawn": "Withdrawn by the person",
    "matters_taken_up": "Taken up again",
    "matters_parked": "Parked, until something outside has ended",
    "parking_goes_on": "What it waits for still goes on",
    "matters_unparked": "What it waited for has ended",
    "parking_due": "Came back to be asked about again",
    "outcome_decided": "An outcome was written down",
    "outcome_corrected": "An outcome was corrected",
    "recommendation_made": "Something that will be done was written down",
    "recommendation_moved": "The day of something to be done was moved",
    "recommendation_done": "Something that was to be done is done",
    "recommendation_not_accepted": "Something that was to be done was not accepted",
    "cases_linked": "Linked to another case",
    "cases_unlinked": "No longer linked to another case",
    "task_raised": "Something to do",
    "task_changed": "Something to do has changed",
    "task_done": "Done",
    "task_not_needed": "Not needed",
    "task_reopened": "To do again",
    "task_handed": "Something to do was handed on",
    "task_put_off": "Something to do was put off",
    "conflict_opened": "Shut to a colleague",
    "conflict_asked": "A colleague may be named in it: a manager says",
    "conflict_lifted": "Open to a colleague again",
    "case_refused": "Not shown to a colleague to whom it is shut",
    "monitoring_taken_out": "Answers to monitoring questions hidden",
    "monitoring_turned_back": "What was hidden as monitoring answers is shown again",
    "monitoring_moved": "Monitoring answers counted in the totals",
    "example_exported": "Written out as an example to learn from, its people replaced",
}

OPENED: Mapping[str, str] = {
    "letter": "Letter opened",
    "letter-docx": "Letter opened as a Word file",
    "mail-original": "Original message opened",
    "attachment": "Attachment opened",
    "unread-item": "Message opened",
    "unread-type": "Opened to type in words",
    "which-case": "Opened beside another case",
    "case-todo": "Opened what somebody must do",
    "case-life": "Opened its matters and stages",
}
"""Which page of a case was opened, by its name in the list of addresses; any other is the case itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Hold one line of what has happened."""

    title: str
    by: str
    at: str
    iso: str
    more: str = ""


def lay_out_timeline(events: Sequence[Event], names: Mapping[int, str]) -> tuple[Happening, ...]:
    """Return the events in words; the same person opening the same page again and again is one line."""
    shown: list[Happening] = []
    reader: int | None = None
    opened: set[str] = set()
    for event in events:
        is_read = event.verb == "case_read"
        if not is_read or event.actor_id != reader:
            reader, opened = event.actor_id if is_read else None, set()
        if is_read and _opened(event.facts) in opened:
            continue
        opened.add(_opened(event.facts))
        shown.append(_happening(event, names))
    return tuple(shown)


def say_event(verb: str, facts: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """Say one event in a few words."""
    if verb == "case_assigned":
        to = facts.get("to")
        return f"Assigned to {names.get(to, 'somebody who has left')}" if to else "Assigned to nobody"
    if verb == "mail_drafted" and not facts.get("letter"):
        return "Looked at whether a letter is due: none was prepared"
    if verb == "case_read":
        return _opened(facts)
    return VERBS.get(verb) or verb.replace("_", " ").capitalize()


def _opened(facts: Mapping[str, Any]) -> str:
    """Say which page was opened; one without words of its own is the case as a whole."""
    return OPENED.get(str(facts.get("what", "")), VERBS["case_read"])


def _happening(event: Event, names: Mapping[int, str]) -> Happening:
    at: datetime = event.at
    return Happening(
        title=say_event(event.verb, event.facts, names),
        by=event.actor.full_name if event.actor else "Putright",
        at=say_moment(at),
        iso=at.isoformat(timespec="minutes"),
        more=_more(event),
    )


def _more(event: Event) -> str:
    facts = event.facts
    tell: Mapping[str, Callable[[], str]] = {
        "decisions_saved": lambda: _say_changed(facts.get("changed") or []),
        "matter_added": lambda: f"Matter {facts.get('matter')}: {say_route(str(facts.get('route', '')))}.",
        "dates_moved": lambda: say_moves(facts.get("moves") or []),
        "mail_read": lambda: f"{count(int(facts.get('attachments') or 0), 'attachment')}.",
    }
    if event.verb.startswith("task_"):
        return _say_task(facts)
    return tell[event.verb]() if event.verb in tell else _say_matters(facts)


def _say_matters(facts: Mapping[str, Any]) -> str:
    """Say which matters an event is about; "" if it names none."""
    named = facts.get("matters")
    numbers = [str(number) for number in named] if isinstance(named, list) else []
    number = facts.get("matter")
    numbers = numbers or ([str(number)] if isinstance(number, int) and number else [])
    return f"Matter{'s' if len(numbers) > 1 else ''} {join_words(numbers)}." if numbers else ""


def _say_task(facts: Mapping[str, Any]) -> str:
    kind = desk_tasks().get(str(facts.get("kind")))
    result = kind.result(str(facts.get("result"))) if kind else None
    title = kind.title if kind else str(facts.get("kind", "")).replace("_", " ").capitalize()
    return f"{title}: {result.words[0].lower()}{result.words[1:]}." if result else f"{title}."


def _say_changed(changed: Sequence[str]) -> str:
    return f"Changed: {', '.join(key.replace(':', ' ').replace('_', ' ') for key in changed)}." if changed else ""
