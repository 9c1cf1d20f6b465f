"""Gather what a letter may know: of its case as it is now, and of what a person said for it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from cases.desk import desk_council, desk_procedures, desk_words
from cases.matters import letter_matters
from cases.models import Case, Letter
from cases.plain import assessment_in_force, deadline_from, moves_of
from cases.records.case import BY_DAY
from cases.stage_runs import look_at_run
from cases.states import WHICH_CASE_OPEN
from classify.labels import Flag, Kind, Stage
from config.procedure_versions import procedures_on
from letters.conditions import holds
from letters.draft import ACKNOWLEDGEMENTS, Channel, LetterCase, LetterId, Recipient
from letters.naming import greet


def letter_case(case: Case) -> LetterCase:
    """Return all that the acknowledgement of a case may know, and nothing else."""
    in_force = assessment_in_force(case)
    wanted = {matter.procedure for matter in in_force.matters}
    spoken_of = {0, *(matter.number for matter in in_force.matters)}
    adjustments = next((f.evidence for f in in_force.flags if f.flag is Flag.ADJUSTMENTS), ())
    escalated = case.alerts.filter(state__in=["escalated", "confirmed"]).order_by("done_at").first()
    passed_on_at = (escalated.escalated_at or escalated.done_at) if escalated else None
    extensions = tuple(case.extensions.filter(taken_back=False).select_related("decided_by"))
    return LetterCase(
        reference=case.reference,
        recipient=Recipient(
            name=case.person_name,
            greeting=greet(case.person_name, in_force),
            email=case.person_address,
            post=case.person_post,
        ),
        received_at=case.received_at,
        written_on=timezone.localdate(),
        kind=Kind(case.kind),
        stage=Stage(case.stage) if case.stage else None,
        assessment=in_force,
        deadlines=tuple(
            deadline_from(row, moves_of(row, extensions))
            for row in case.deadlines.order_by(*BY_DAY)
            if row.matter in spoken_of
        ),
        council=desk_council(),
        procedures=tuple(
            p for p in procedures_on(desk_procedures(), timezone.localdate(case.received_at)).values() if p.id in wanted
        ),
        responders=tuple((m.number, m.responder) for m in letter_matters(case) if m.responder),
        adjustments=tuple(evidence.quote for evidence in adjustments),
        safeguarding_escalated_on=timezone.localdate(passed_on_at) if passed_on_at else None,
        stage_requested_on=look_at_run(case).requested_on,
        acknowledged_on=case.acknowledged_on,
        last_sent_to=_last_address(case, usual_channel(case)),
        channel=usual_channel(case),
    )


def further_case(case: Case, letter: LetterId, *, said: Mapping[str, str], about: Sequence[int]) -> LetterCase:
    """Return what a letter beside the acknowledgement may know: with what was said for it, and of its matters alone."""
    known = letter_case(case)
    if about:
        matters = tuple(m for m in known.assessment.matters if m.number in about)
        deadlines = tuple(d for d in known.deadlines if d.matter in {0, *about})
        known = replace(known, assessment=replace(known.assessment, matters=matters), deadlines=deadlines)
    return replace(known, letter=letter, said=dict(said))


def case_of_letter(letter: Letter) -> LetterCase:
    """Return what a letter that is there already may know of its case as it is now."""
    known = (
        further_case(letter.case, LetterId(letter.letter), said=letter.said, about=letter.about)
        if letter.is_further
        else letter_case(letter.case)
    )
    channel = Channel(letter.channel)
    return replace(known, channel=channel, last_sent_to=_last_address(letter.case, channel))


def _last_address(case: Case, channel: Channel) -> str:
    """Return where the last letter went that went this way, else the last of all, "" if none has gone.

    A letter between two by post that went by email does not hide that the second goes to another house.
    """
    gone = case.letters.filter(sent_at__isnull=False).order_by("-sent_at", "-pk")
    last = gone.filter(channel=channel).first() or gone.first()
    if last is None:
        return ""
    key = "post" if last.channel == Channel.POST else "email"
    return str(last.draft["recipient"].get(key, ""))


CHOSEN: Final[Mapping[str, Channel]] = {"letter_by_post": Channel.POST, "letter_by_email": Channel.EMAIL}
"""The events that tell how a person chose for a letter to go."""


def usual_channel(case: Case) -> Channel:
    """Return how the next letter of a case goes: as a person last chose for one of its letters.

    Where nobody has chosen, by email, or by post to whoever gave only a postal address. Nothing is posted to a young
    person's home unless a person has written down that they asked for it (``cases.services.posting``).
    """
    chosen = case.events.filter(verb__in=CHOSEN).order_by("-number").values_list("verb", flat=True).first()
    if chosen:
        return CHOSEN[chosen]
    by_post = case.person_post and not case.person_address and not case.is_young_person
    return Channel.POST if by_post else Channel.EMAIL


def offered_letters(case: Case) -> list[LetterId]:
    """Return the letters that a person may begin for a case, in the order of the checklist.

    None for a joined case, and none while a person must still say which case its message belongs to.
    """
    if case.joined_to_id or case.which_case == WHICH_CASE_OPEN:
        return []
    known, heads = letter_case(case), desk_words().heads
    further = (letter for letter in LetterId if letter not in ACKNOWLEDGEMENTS)
    return [letter for letter in further if any(holds((name,), known, None) for name in heads[letter].offered)]


def acknowledgements(case: Case) -> QuerySet[Letter]:
    """Return the letters that acknowledge a case, whatever became of them; those a person began beside are others."""
    return case.letters.filter(is_further=False)
