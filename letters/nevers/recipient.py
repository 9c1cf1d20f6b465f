"""Guard against the main hazard: the right letter to the wrong person, or to somebody who must not get one."""

import re
from typing import Final

from classify.labels import Flag
from classify.reading import FactField
from letters.draft import Channel, Draft, LetterCase, Recipient
from letters.nevers.offence import Never, Offence, fact_values


def find_other_recipient(draft: Draft, case: LetterCase) -> Offence | None:
    """Find a letter that goes to another name or address than the case's.

    Only the address of the way it goes counts: whoever tells us where they live makes no letter by email a wrong one.
    """
    if goes_elsewhere(draft, case):
        return Offence(what="the address is not the one of this case")
    is_theirs = _named(draft.recipient) == _named(case.recipient)
    return None if is_theirs else Offence(what="the name is not the one of this case")


def goes_elsewhere(draft: Draft, case: LetterCase) -> bool:
    """Say whether a letter goes to another address than the case's, by the way it goes."""
    here, there = (_address(recipient, draft.channel) for recipient in (draft.recipient, case.recipient))
    return here != there or not there


def find_changed_address(draft: Draft, case: LetterCase) -> Offence | None:
    """Find an address that is not the one the last letter went to: somebody says why, or it is the wrong one.

    An address by email and one by post are not compared: the person may have asked for the other way.
    """
    last, here = case.last_sent_to.strip(), _address(draft.recipient, draft.channel)
    is_alike = ("@" in last) is (draft.channel is Channel.EMAIL)
    if not last or not here or not is_alike or _plain(last) == here:
        return None
    to = draft.recipient.post if draft.channel is Channel.POST else draft.recipient.email
    return Offence(what=f"the last one went to {_in_one_line(last)}, this one goes to {_in_one_line(to)}")


def find_colleague(draft: Draft, case: LetterCase) -> Offence | None:
    """Find a letter to one of the council's own addresses: a colleague passed on what somebody else wrote."""
    ours = case.council.team.email.rpartition("@")[2].casefold()
    theirs = draft.recipient.email.rpartition("@")[2].strip().casefold()
    if draft.channel is Channel.POST or not ours or theirs != ours:
        return None
    return Offence(what=f"{draft.recipient.email} is an address of this council: write down who complains, and theirs")


def find_unsafe_address(_: Draft, case: LetterCase) -> Offence | None:
    """Find a case whose writer said how it is safe to reach them: the letter may be read by whoever is dangerous."""
    wish = next(iter(fact_values(case, FactField.SAFE_CONTACT)), "")
    return Offence(what=f"they said “{wish}”") if wish else None


def find_telling_subject(draft: Draft, case: LetterCase) -> Offence | None:
    """Find a name or the matter in the subject of the mail, which anybody sees who looks over a shoulder."""
    names = [*case.recipient.name.split(), *fact_values(case, FactField.CHILD)]
    hit = next(
        (n for n in names if len(n) > len("Mrs") and re.search(rf"\b{re.escape(n)}\b", draft.subject_line)), None
    )
    gist = next((m for m in case.assessment.matters if m.gist and m.gist in draft.subject_line), None)
    return Offence(what="it holds a name or the matter") if hit or gist else None


def find_anonymous(_: Draft, case: LetterCase) -> Offence | None:
    """Find a case whose writer did not want to be known."""
    return Offence(what="they did not want to be known") if case.assessment.has(Flag.ANONYMOUS) else None


def _address(recipient: Recipient, channel: Channel) -> str:
    return _plain(recipient.post if channel is Channel.POST else recipient.email)


def _named(recipient: Recipient) -> tuple[str, str]:
    return recipient.name, recipient.greeting


def _in_one_line(address: str) -> str:
    return ", ".join(line.strip() for line in address.strip().splitlines())


def _plain(address: str) -> str:
    return " ".join(address.split()).casefold()


NEVERS: Final[tuple[Never, ...]] = (
    Never(key="right_recipient", words="Goes to the person of this case", find=find_other_recipient),
    Never(key="same_address", words="Goes to the same address as the last letter", find=find_changed_address),
    Never(key="not_a_colleague", words="Goes to whoever complains, and not to a colleague", find=find_colleague),
    Never(key="safe_address", words="Nothing was said about what is safe to send", find=find_unsafe_address),
    Never(key="subject_line", words="No name or matter in the mail's subject", find=find_telling_subject),
    Never(key="not_anonymous", words="The writer can be written to", find=find_anonymous),
)
