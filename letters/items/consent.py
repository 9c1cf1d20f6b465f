"""Name what the letter must say that asks for somebody's consent, and the form that goes with it.

Source: SI 2006/1738; Data Protection Act 2018 Sch 1 paras 23 and 24.
"""

import re
from typing import Final

from classify.labels import Flag
from letters.dates import london_day, say_date
from letters.draft import Draft, LetterCase
from letters.item import Item, says, says_fact, whole_text
from letters.items.finding import CONSENT, asks_young, both, holds, needs_agreement, says_soft_day
from letters.standing import first_reply_of, is_consent_enclosed, is_overdue


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


def _asks_no_parent(draft: Draft, _: LetterCase) -> str | None:
    """Find that nobody is sent to a person with parental responsibility, who may be the one it is about."""
    words = "\n".join(whole_text(p) for p in draft.paragraphs)
    return None if re.search(r"parental responsibility", words, re.IGNORECASE) else ""


CONSENT_ITEMS: Final[tuple[Item, ...]] = (
    Item(key="logged", words="That the complaint is logged, and on which day", find=_logged, letters=CONSENT),
    Item(key="clock", words="How the clock for the reply stands", find=_clock, letters=CONSENT, paragraph="logged"),
    Item(
        key="agreement",
        words="Whose agreement we need, and how they can give it",
        find=says(r"agree|authority|parental responsibility", r"\bform\b|letter of authority|write to us|ring us"),
        when=needs_agreement,
        letters=CONSENT,
    ),
    Item(
        key="authority",
        words="The letter of authority that a solicitor shows",
        find=says(r"letter of authority"),
        when=holds("by_solicitor"),
        letters=CONSENT,
        paragraph="agreement",
    ),
    Item(
        key="constituent",
        words="That we ask to be shown the constituent's request",
        find=says(r"(?:tell|show|send)[^.]{0,60}asked (?:you|them)|copy of what they sent|asked you for help"),
        when=holds("elected_representative", "not request_shown"),
        letters=CONSENT,
        paragraph="agreement",
    ),
    Item(
        key="own_right",
        words="That we can take it as their own complaint, if they are close enough to the child",
        find=says(r"your own (?:complaint|right|name)|accept you\b", r"close|interest|know (?:the child|them)"),
        when=holds("for_child", "any_statutory", "not elected_representative", "not by_solicitor"),
        letters=CONSENT,
    ),
    Item(
        key="safe_to_ask",
        words="There is a worry about safety: think first if it is safe to ask somebody with parental responsibility",
        find=_asks_no_parent,
        when=lambda c: c.assessment.has(Flag.SAFEGUARDING) and holds("for_child")(c) and needs_agreement(c),
        letters=CONSENT,
        must=False,
    ),
    Item(
        key="consent_there",
        words="Agreement came with the message: is this letter needed?",
        find=lambda _, case: None if is_consent_enclosed(case) else "",
        when=needs_agreement,
        letters=CONSENT,
        must=False,
    ),
    Item(
        key="send",
        words="How to send it to us",
        find=_send,
        when=needs_agreement,
        letters=CONSENT,
    ),
    Item(
        key="by",
        words="By when it would help us, and that later will do",
        find=says_soft_day,
        when=needs_agreement,
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
        when=asks_young,
        letters=CONSENT,
    ),
    Item(
        key="form",
        words="The form: who, what may be shared, signature, date, and how to send it back",
        find=both(
            says(r"\bname\b", r"\bshare\b|\btell them\b", r"signature|\bsign\b", r"\bdate\b"),
            says(r"(?:send|return|give) (?:us )?(?:this|the) form"),
        ),
        when=needs_agreement,
        letters=CONSENT,
    ),
    Item(
        key="form_is_easy",
        words="The young person's own form, with the advocate",
        find=_easy_form,
        when=asks_young,
        letters=CONSENT,
        paragraph="form_young",
    ),
)
