"""Name what the letters must say that ask for something: consent, more information, the way to the Ombudsman.

Source: SI 2006/1738; Data Protection Act 2018 Sch 1 paras 23 and 24; Getting the Best from Complaints (2006), 3.4;
Local Government Act 1974 s26B (12 months); the Ombudsman's Complaint Handling Code section 6.
"""

import re
from datetime import date
from typing import Final

from letters.conditions import CASE_CONDITIONS, ELECTED, representative_kind
from letters.dates import find_dates, london_day, say_date
from letters.draft import Draft, LetterCase, LetterId
from letters.gists import point_words
from letters.item import Find, Item, When, says, says_fact, whole_text
from letters.questions import MOST_QUESTIONS, questions_of
from letters.stages import stage_of_point
from letters.standing import acknowledgement_of, agreement_of, first_reply_of, is_overdue

CONSENT: Final = frozenset({LetterId.CONSENT})
MORE: Final = frozenset({LetterId.MORE_INFORMATION})
OMBUDSMAN: Final = frozenset({LetterId.OMBUDSMAN})
ASKING: Final = CONSENT | MORE
ALL_THREE: Final = ASKING | OMBUDSMAN


def _holds(*names: str) -> When:
    """Return a question that is answered yes when every named condition of the case holds ("not " turns one round)."""
    return lambda case: all(CASE_CONDITIONS[n.removeprefix("not ")](case) is not n.startswith("not ") for n in names)


def _needs_agreement(case: LetterCase) -> bool:
    return representative_kind(case) not in ELECTED


def _asks_young(case: LetterCase) -> bool:
    return _needs_agreement(case) and agreement_of(case) == "young"


def _says_day(day: date | None) -> Find:
    return says(rf"\b{re.escape(say_date(day))}") if day else says(r"(?!)")


def _both(*finds: Find) -> Find:
    """Return a finder that finds only if each of several does; it names the paragraph of the first."""

    def find(draft: Draft, case: LetterCase) -> str | None:
        found = [one(draft, case) for one in finds]
        return found[0] if all(key is not None for key in found) else None

    return find


def _received(draft: Draft, case: LetterCase) -> str | None:
    return _says_day(london_day(case.received_at))(draft, case)


def _points(draft: Draft, case: LetterCase) -> str | None:
    """Find every point, wherever it stands; a list that holds as many as there are is one too."""
    gists = [point_words(case, m) for m in case.assessment.matters]
    listed = next((p.key for p in draft.paragraphs if p.key in ("understanding", "about") and p.points), None)
    whole = "\n".join(whole_text(p) for p in draft.paragraphs)
    if all(gist and gist in whole for gist in gists):
        return listed or ""
    counted = (p for p in draft.paragraphs if p.key == listed and len(p.points) >= len(gists))
    return next((p.key for p in counted), None)


def _logged(draft: Draft, case: LetterCase) -> str | None:
    day = re.escape(say_date(london_day(case.received_at)))
    return says(
        rf"(?:logged|recorded|registered)[^.]{{0,80}}\b{day}|\b{day}[^.]{{0,60}}(?:logged|recorded|registered)"
    )(draft, case)


def _clock(draft: Draft, case: LetterCase) -> str | None:
    """Find how the clock stands: the day of the first reply, else that it stands still or is told later."""
    first = first_reply_of(case)
    if first and first.due_on and not is_overdue(case):
        return says(r"\b(?:reply|answer)\b", rf"\b{re.escape(say_date(first.due_on))}")(draft, case)
    return says(
        r"stood still|stands still|paused|when to expect (?:a|our) (?:reply|answer)|reply (?:is|was) due|happens next"
    )(draft, case)


def _send(draft: Draft, case: LetterCase) -> str | None:
    by_email = says_fact(lambda c: c.council.team.email)(draft, case)
    return by_email or says_fact(lambda c: c.council.team.post)(draft, case)


def _easy_form(draft: Draft, case: LetterCase) -> str | None:
    """Find what a child is told on the form itself: no trouble, and the advocate with a number of their own."""
    words = "\n".join(whole_text(p) for p in draft.enclosed)
    phone = case.council.advocacy.phone
    is_told = re.search(r"not be in (?:any )?trouble", words, re.IGNORECASE) and "advocate" in words.lower()
    return draft.enclosed[0].key if is_told and phone and phone in words else None


def _soft_day(draft: Draft, case: LetterCase) -> str | None:
    """Find the day by which an answer would help, and beside it that a later one will do."""
    said = case.said.get("by", "")
    wanted = {date.fromisoformat(said)} if said else set()
    soft = re.compile(r"need (?:longer|more time)|after that day|later is fine|more time|take longer", re.IGNORECASE)
    near = (p for p in draft.paragraphs if soft.search(whole_text(p)))
    days = ((p.key, d) for p in near for d in find_dates(whole_text(p)))
    return next((key for key, d in days if d.is_one_of(frozenset(wanted)) or not wanted), None)


def _day_in_time(_: Draft, case: LetterCase) -> str | None:
    by, reply = date.fromisoformat(case.said["by"]), first_reply_of(case)
    is_late = reply is not None and reply.due_on is not None and case.written_on <= reply.due_on < by
    return None if by <= case.written_on or is_late else ""


def _questions(draft: Draft, case: LetterCase) -> str | None:
    found = questions_of(draft, case)
    return found[0][0] if 0 < len(found) <= MOST_QUESTIONS else None


def _kept_dates(draft: Draft, case: LetterCase) -> str | None:
    due = acknowledgement_of(case)
    if due and due.due_on:
        return says(r"\bletter\b", rf"\b{re.escape(say_date(due.due_on))}")(draft, case)
    return says(r"stay (?:as they are|the same)|(?:does not|will not) (?:change|hold up|stop)|same time")(draft, case)


def _ombudsman(draft: Draft, case: LetterCase) -> str | None:
    """Find the Ombudsman's name and number, that they can be asked at any time, and all else the council's file has."""
    contact = case.council.ombudsman
    known = [words for words in (contact.phone, contact.post, contact.website) if words]
    whole = "\n".join(whole_text(p) for p in draft.paragraphs)
    found = says(re.escape(contact.name or "(?!)"), r"at any time|any point|whenever|now")(draft, case)
    return found if contact.phone and all(words in whole for words in known) else None


def _short_ombudsman(draft: Draft, case: LetterCase) -> str | None:
    contact = case.council.ombudsman
    named = says(re.escape(contact.name or "(?!)"), r"at any time|any point|whenever")
    return _both(named, says_fact(lambda c: c.council.ombudsman.phone))(draft, case)


def _stages_over(_: Draft, case: LetterCase) -> str | None:
    """Say whether no stage is left of any procedure: only then is "finished" true."""
    pairs = [
        (p, stage_of_point(case, m)) for m in case.assessment.matters for p in case.procedures if p.id == m.procedure
    ]
    return None if any(s and any(one.number > s.number for one in p.stages) for p, s in pairs) else ""


def _is_late(_: Draft, case: LetterCase) -> str | None:
    return "" if is_overdue(case) else None


_ADVOCATE: Final = _both(says(r"advocate"), says_fact(lambda c: c.council.advocacy.phone))
_FORMATS: Final = says(r"interpreter|easy read|large print")

_CONSENT_ITEMS: Final = (
    Item(key="logged", words="That the complaint is logged, and on which day", find=_logged, letters=CONSENT),
    Item(key="clock", words="How the clock for the reply stands", find=_clock, letters=CONSENT, paragraph="logged"),
    Item(
        key="agreement",
        words="Whose agreement we need, and how they can give it",
        find=says(r"agree|authority|parental responsibility", r"\bform\b|letter of authority|write to us|ring us"),
        when=_needs_agreement,
        letters=CONSENT,
    ),
    Item(
        key="authority",
        words="The letter of authority that a solicitor shows",
        find=says(r"letter of authority"),
        when=_holds("by_solicitor"),
        letters=CONSENT,
        paragraph="agreement",
    ),
    Item(
        key="constituent",
        words="That we ask to be shown the constituent's request",
        find=says(r"(?:tell|show|send)[^.]{0,60}asked (?:you|them)|copy of what they sent|asked you for help"),
        when=_holds("elected_representative", "not request_shown"),
        letters=CONSENT,
        paragraph="agreement",
    ),
    Item(
        key="send",
        words="How to send it to us",
        find=_send,
        when=_needs_agreement,
        letters=CONSENT,
    ),
    Item(
        key="by",
        words="By when it would help us, and that later will do",
        find=_soft_day,
        when=_needs_agreement,
        letters=CONSENT,
        paragraph="send",
    ),
    Item(
        key="meanwhile",
        words="What we can and cannot say until then",
        find=says(
            r"\bwe can\b|\bwe will\b", r"cannot|can not|may not", r"another person|anybody else|about (?:them|anybody)"
        ),
        letters=CONSENT,
    ),
    Item(
        key="instead",
        words="That the person can complain themselves, with their help",
        find=says(r"complain (?:to us )?(?:themsel\w+|in their own name)|complain directly", r"help"),
        letters=CONSENT,
    ),
    Item(
        key="hear_child",
        words="That the young person gets the form from us too, and can answer us alone",
        find=says(
            r"(?:send|give|post|email)[^.]{0,40}(?:to them|to the young person|them (?:the|a|their))",
            r"not only through|themselves|directly|without showing|by themselves|as well",
        ),
        when=_asks_young,
        letters=CONSENT,
    ),
    Item(
        key="form",
        words="The form: who, what may be shared, signature, date, and how to send it back",
        find=_both(
            says(r"\bname\b", r"\bshare\b|\btell them\b", r"signature|\bsign\b", r"\bdate\b"),
            says(r"(?:send|return|give) (?:us )?(?:this|the) form"),
        ),
        when=_needs_agreement,
        letters=CONSENT,
    ),
    Item(
        key="form_is_easy",
        words="The young person's own form, with the advocate",
        find=_easy_form,
        when=_asks_young,
        letters=CONSENT,
        paragraph="form_young",
    ),
)

_MORE_ITEMS: Final = (
    Item(key="questions", words="One to five questions", find=_questions, letters=MORE),
    Item(
        key="easy",
        words="Offer to ring, to meet, and to write it down for them",
        find=says(
            r"\bring\b|phone|\bcall\b",
            r"\bmeet\b|visit",
            r"write it (?:down )?for you|help you (?:to )?(?:write|say|put)|write it down",
        ),
        letters=MORE,
    ),
    Item(key="by", words="By when it would help us, and that later will do", find=_soft_day, letters=MORE),
    Item(key="dates", words="That the dates we owe them stay", find=_kept_dates, letters=MORE),
)

_OMBUDSMAN_ITEMS: Final = (
    Item(
        key="why",
        words="Why they get this letter",
        find=says(r"every stage|all (?:the|our) (?:stages|steps)|you asked|is late|finished"),
        letters=OMBUDSMAN,
    ),
    Item(
        key="stages_over",
        words="No stage of the procedure is left, as the letter says",
        find=_stages_over,
        when=lambda case: case.said.get("why") == "finished",
        letters=OMBUDSMAN,
        must=False,
    ),
    Item(
        key="is_late",
        words="A reply is late, as the letter says",
        find=_is_late,
        when=lambda case: case.said.get("why") == "late",
        letters=OMBUDSMAN,
        must=False,
    ),
    Item(
        key="ombudsman", words="The Ombudsman: every contact we know, at any time", find=_ombudsman, letters=OMBUDSMAN
    ),
    Item(
        key="independent",
        words="That the Ombudsman is independent and free",
        find=says(r"ombudsman", r"independent|does not work for (?:us|the council)", r"\bfree\b"),
        letters=OMBUDSMAN,
    ),
    Item(
        key="year",
        words="The 12 months, as what is usual",
        find=says(r"\b(?:12|twelve) months\b|\ba year\b", r"usual|normally|may still"),
        letters=OMBUDSMAN,
    ),
    Item(
        key="final_letter",
        words="That they want to see our final letter",
        find=says(r"final (?:letter|reply|answer)", r"\bsee\b|\bshow\b|\bneed\b|\bask\b"),
        letters=OMBUDSMAN,
    ),
    Item(
        key="cannot",
        words="What the Ombudsman cannot do",
        find=says(r"(?:they|ombudsman) (?:cannot|can not|do not|may not)", r"court|appeal|tribunal|decide"),
        letters=OMBUDSMAN,
    ),
    Item(
        key="late_help",
        words="That the Ombudsman may also help when we are late",
        find=says(r"\blate\b|too long|have not replied", r"may|can|help|look"),
        when=lambda case: case.said.get("why") != "finished",
        letters=OMBUDSMAN,
        paragraph="reach",
    ),
    Item(
        key="still_ours",
        words="That going there does not end the complaint to us",
        find=says(r"does not (?:end|stop|close|change)|goes on"),
        when=lambda case: case.said.get("why") != "finished",
        letters=OMBUDSMAN,
    ),
)

ITEMS: Final[tuple[Item, ...]] = (
    Item(key="received", words="The day we got the message", find=_received, letters=ALL_THREE),
    Item(
        key="understanding",
        words="What they told us, point by point",
        find=_points,
        when=_holds("has_points"),
        letters=ALL_THREE,
    ),
    Item(
        key="correct",
        words="Invitation to correct us",
        find=says(r"tell us", r"wrong|left (?:something|anything) out|misunderstood|missed|not right"),
        when=lambda case: bool(case.assessment.matters) or case.letter is LetterId.MORE_INFORMATION,
        letters=ASKING,
    ),
    *_CONSENT_ITEMS,
    *_MORE_ITEMS,
    *_OMBUDSMAN_ITEMS,
    Item(
        key="no_answer",
        words="What happens if we hear nothing: we do what we can, and drop nothing silently",
        find=says(
            r"(?:do not|don't|don\u2019t|not) hear|no answer|without a word|will not (?:forget|drop|close|give up)",
            r"do what we can|go on with|carry on|look into what",
        ),
        when=_holds("not request_shown"),
        letters=ASKING,
    ),
    Item(
        key="information",
        words="Who will see what they told us",
        find=says(r"share|see|tell others", r"\bneed\b|papers|ask us|told us"),
        letters=ALL_THREE,
    ),
    Item(
        key="services",
        words="That it does not affect services, or get anybody into trouble",
        find=says(r"(?:does|will) not (?:affect|change) the (?:services|help)|not be in (?:any )?trouble"),
        letters=ALL_THREE,
    ),
    Item(
        key="advocacy",
        words="Help: an advocate",
        find=_ADVOCATE,
        when=_holds("advocate_offered"),
        letters=MORE | OMBUDSMAN,
    ),
    Item(
        key="advocacy",
        words="Help: an advocate",
        find=_ADVOCATE,
        when=lambda case: _needs_agreement(case) and CASE_CONDITIONS["advocate_offered"](case),
        letters=CONSENT,
    ),
    Item(
        key="personal",
        words="Words of your own to somebody who may be at risk, and 999",
        find=says(r"\b999\b", r"hurt yourself|harm yourself|talk to"),
        when=_holds("self_harm"),
        letters=MORE | OMBUDSMAN,
    ),
    Item(key="help", words="Help: other formats, interpreter", find=_FORMATS, letters=MORE | OMBUDSMAN),
    Item(
        key="help",
        words="Help: other formats, interpreter",
        find=_FORMATS,
        when=_needs_agreement,
        letters=CONSENT,
    ),
    Item(
        key="by_in_time",
        words="The day lies ahead, and before our reply is due",
        find=_day_in_time,
        when=lambda case: bool(case.said.get("by")) and _needs_agreement(case),
        letters=ASKING,
        must=False,
        paragraph="by",
    ),
    Item(
        key="ombudsman",
        words="The Ombudsman: at any time, with the number",
        find=_short_ombudsman,
        letters=ASKING,
    ),
)
