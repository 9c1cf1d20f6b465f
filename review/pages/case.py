"""Lay out the page of one case from all that belongs to it."""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.models import Alert, Case, Decision, Matter
from cases.selectors.case import CaseFile, Place, Reader
from cases.states import MATTER_ENDED, AlertState, CaseState
from classify.reading import FactField
from review.context import CONFIRM_WITHIN
from review.guards import needs_person, shown_value
from review.labels import CHANNELS, FACTS, FLAGS, REASONS, ROUTES
from review.pages.behaviour import lay_out_limit
from review.pages.case_more import More, more_pages, unjudged
from review.pages.deadlines import DeadlineView, NextDue, lay_out_deadlines, lay_out_next_due
from review.pages.decision_words import NOTHING_TYPED, DecisionView, Option, Typed
from review.pages.decisions import Decisions, lay_out_blind, lay_out_decisions
from review.pages.message import MessageView, lay_out_message
from review.pages.places import Places, Quote
from review.pages.related import RelatedView, lay_out_related
from review.pages.rows import TONE_ORDER, Desk, FlagTag, make_tag
from review.pages.timeline import Happening, lay_out_timeline
from review.words import say_ago, say_moment, say_time, say_written_day

DAYS = frozenset({FactField.EVENT_DATE, FactField.FIRST_AWARE})
"""The facts that are days, kept as 2026-11-03."""
DECIDABLE = frozenset({CaseState.TRIAGE, CaseState.LETTER, CaseState.WAITING, CaseState.ACKNOWLEDGED, CaseState.FILED})
ALERTS = {
    "safeguarding": "A child or adult may be at risk now",
    "self_harm": "The writer may harm themselves",
    "unscreened": "Part of this message could not be read, so nobody has looked for danger in it",
}
STATES = {
    CaseState.SIGNING: "A letter waits for a signature: nothing here can be changed until it is signed or returned.",
    CaseState.GOING_OUT: "A letter is going out, so nothing here can be changed until it has left or was stopped.",
    CaseState.ACKNOWLEDGED: "The letter was sent.",
    CaseState.WAITING: "Waiting for someone else.",
    CaseState.FILED: "Closed. Saving a decision opens it again.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertView:
    """Hold one sign of danger. ``state`` is open, escalated, confirmed, dismissed or unscreened."""

    id: int
    mail_id: int
    state: str
    heading: str
    quotes: tuple[Quote, ...]
    words: str
    reason: str
    flag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """Hold the page of one case."""

    case: Case
    head: str
    title: str
    flags: tuple[FlagTag, ...]
    due: NextDue
    state_words: str
    is_decidable: bool
    is_blind: bool
    alerts: tuple[AlertView, ...]
    messages: tuple[MessageView, ...]
    decisions: Decisions
    blind: tuple[DecisionView, ...]
    deadlines: tuple[DeadlineView, ...]
    related: RelatedView
    timeline: tuple[Happening, ...]
    doubts: tuple[str, ...]
    letter_id: int | None
    reader: str
    place: Place | None
    note: str
    attachments: int
    routes: tuple[Option, ...]
    reasons: tuple[Option, ...]
    facts: tuple[tuple[str, tuple[Quote, ...]], ...] = ()
    more: tuple[More, ...] = ()
    unjudged: tuple[str, ...] = ()
    arrangement: tuple[str, ...] = ()


def lay_out_case(
    file: CaseFile,
    desk: Desk,
    *,
    place: Place | None = None,
    reader: Reader | None = None,
    typed: Typed = NOTHING_TYPED,
) -> CaseView:
    """Return the page of one case; suggestions stay hidden while the person's own view comes first."""
    case = file.case
    rows, is_blind = {row.key: row for row in file.decisions}, case.your_view_first and not case.has_open_alert
    messages, places = _messages(file, rows, is_blind=is_blind), Places(file.main_mail)
    routes, reasons = blank_route()
    return CaseView(
        case=case,
        head=_head(case, desk),
        title=_title(case, is_blind=is_blind),
        flags=() if is_blind else _flags(file),
        due=lay_out_next_due(case, desk),
        state_words=_state_words(case),
        is_decidable=case.state in DECIDABLE and not case.joined_to_id,
        is_blind=is_blind,
        alerts=tuple(lay_out_alert(alert, desk) for alert in file.alerts),
        messages=messages,
        decisions=lay_out_decisions(case, rows, _to_decide(file), places, typed),
        blind=lay_out_blind(typed) if is_blind else (),
        deadlines=_deadlines(file, desk, is_blind=is_blind),
        related=lay_out_related(file, desk),
        timeline=lay_out_timeline(file.events, file.names),
        doubts=() if is_blind else _doubts(case),
        letter_id=file.letter.pk if file.letter else None,
        reader=f"{reader.name} opened this case {say_ago(reader.at, desk.now)}." if reader else "",
        place=place,
        note=case.note if typed is NOTHING_TYPED else typed.note,
        attachments=sum(len(message.attachments) for message in messages),
        routes=routes,
        reasons=reasons,
        facts=() if is_blind else _facts(case, places),
        more=more_pages(case.pk),
        unjudged=() if is_blind or case.state == CaseState.FILED else unjudged(case),
        arrangement=lay_out_limit(case),
    )


def _messages(file: CaseFile, rows: Mapping[str, Decision], *, is_blind: bool) -> tuple[MessageView, ...]:
    main = file.main_mail
    return tuple(
        lay_out_message(mail, rows if mail == main else {}, marked=not is_blind and mail == main) for mail in file.mails
    )


def _to_decide(file: CaseFile) -> tuple[Matter, ...]:
    """Return the matters of which there is a route to decide: what has ended is first taken up again."""
    return tuple(matter for matter in file.matters if matter.state not in MATTER_ENDED)


def _deadlines(file: CaseFile, desk: Desk, *, is_blind: bool) -> tuple[DeadlineView, ...]:
    # Dates of a matter hang on its route, so they would give Putright's view away.
    shown = [deadline for deadline in file.deadlines if not (is_blind and deadline.matter)]
    return lay_out_deadlines(shown, file.matters, desk)


def lay_out_alert(alert: Alert, desk: Desk) -> AlertView:
    """Return one sign of danger with what was done about it."""
    places, words = Places(alert.mail), [word for word in alert.words if isinstance(word, dict) and word.get("quote")]
    quotes = tuple(dict.fromkeys(Quote(words=str(word["quote"]), place=places.place_of(word)) for word in words))
    is_unscreened = alert.flag == "unscreened" and alert.state == AlertState.OPEN
    return AlertView(
        id=alert.pk,
        mail_id=alert.mail_id,
        state="unscreened" if is_unscreened else alert.state,
        heading=_alert_heading(alert),
        quotes=quotes,
        words=_alert_words(alert, desk),
        reason=alert.reason,
        flag=alert.flag,
    )


def blank_route() -> tuple[tuple[Option, ...], tuple[Option, ...]]:
    """Return routes and reasons with nothing chosen, for a matter that a person adds."""
    routes = tuple(
        Option(id=f"new-{code}", value=code, words=label.words, key=label.key) for code, label in ROUTES.items()
    )
    return routes, tuple(Option(id="", value=code, words=words) for code, words in REASONS.items())


def _head(case: Case, desk: Desk) -> str:
    who = "you" if case.assignee_id == desk.member.pk else case.assignee.full_name if case.assignee else "nobody"
    channel = CHANNELS.get(case.channel, case.channel).capitalize()
    return f"{case.reference}. {channel}, {say_moment(case.received_at)}. With {who}."


def _title(case: Case, *, is_blind: bool) -> str:
    # The gist is Putright's own line, so it would give its view away.
    about = (case.subject or "no subject") if is_blind else _lower_first(case.gist)
    return f"{case.person_name or 'Name not given'}: {about}"


def _lower_first(words: str) -> str:
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def _flags(file: CaseFile) -> tuple[FlagTag, ...]:
    found = [row for row in file.decisions if row.key.startswith("flag:") and row.key[5:] in FLAGS]
    shown = [row for row in found if shown_value(row) == "yes" or needs_person(row)]
    shown.sort(key=lambda row: TONE_ORDER.index(FLAGS[row.key[5:]].tone))
    return tuple(make_tag(FLAGS[row.key[5:]], row.note) for row in shown)


def _alert_heading(alert: Alert) -> str:
    name = FLAGS[alert.flag].words if alert.flag in FLAGS else "Unread part"
    at = say_time(alert.done_at) if alert.done_at else ""
    who = alert.done_by.full_name if alert.done_by else ""
    whom = f", with {alert.confirmed_with}" if alert.confirmed_with else ""
    if alert.flag == "unscreened" and alert.state == AlertState.DISMISSED:
        return f"What could not be read: dealt with {f'by {who}, ' if who else ''}{at}"
    return {
        AlertState.ESCALATED: f"Escalated to the duty social worker, {at}",
        AlertState.CONFIRMED: f"The duty desk has it: confirmed {at} by {who}{whom}",
        AlertState.DISMISSED: f"{name}: looked at by {who}, {at}, and not a danger",
    }.get(AlertState(alert.state), ALERTS.get(alert.flag, "Look at this first"))


def _alert_words(alert: Alert, desk: Desk) -> str:
    if alert.state == AlertState.ESCALATED and alert.done_at:
        until = alert.done_at + CONFIRM_WITHIN
        if desk.now > until:
            return f"The duty desk has not confirmed since {say_time(alert.done_at)}. Ring them again now."
        return f"Waiting for the duty desk to say they have it. If they have not by {say_time(until)}, ring them again."
    return ""


def _state_words(case: Case) -> str:
    if case.joined_to:
        return f"Closed: its message was put with {case.joined_to.reference}."
    return STATES.get(CaseState(case.state), "")


def _doubts(case: Case) -> tuple[str, ...]:
    """Return the doubts about the case as a whole; those about one decision stand with it."""
    found = (d for d in case.doubts if isinstance(d, dict) and str(d.get("about", "case")) == "case")
    return tuple(str(d.get("words", "")) for d in found)


def _facts(case: Case, places: Places) -> tuple[tuple[str, tuple[Quote, ...]], ...]:
    """Return what was found in the message, by field; a field of which nothing was found is left out."""
    found: dict[str, list[Quote]] = {}
    for fact in case.facts:
        if any(map(places.is_hidden, fact.get("evidence", ()))):
            continue
        place = next(filter(None, map(places.place_of, fact.get("evidence", ()))), "")
        value = str(fact.get("value", ""))
        quote = Quote(words=say_written_day(value) if fact.get("field") in DAYS else value, place=place)
        found.setdefault(str(fact.get("field", "")), []).append(quote)
    return tuple((words, tuple(found[field])) for field, words in FACTS.items() if field in found)
