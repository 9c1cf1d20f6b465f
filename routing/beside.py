"""Suggest what stands beside the matters: the kind, the stage, and the flags, each with how sure and every doubt."""

from collections.abc import Sequence
from typing import Final

from classify.labels import BEHAVIOUR_FLAGS, COMPLAINTS, RISK_FLAGS, Flag, Kind, Stage
from classify.reading import Finding, Reading
from config.procedure import EntryRule
from routing.assessment import Doubt, FlagSuggestion, Matter, Ruling, Suggestion, Sureness
from routing.rule import LONGEST_READ, Facts, phrases
from routing.sureness import at_most, sureness_of

CLOSE: Final = 0.25
"""A second kind this little less likely than the first makes the kind a question."""
KIND_SOURCE: Final = "LGSCO Complaint Handling Code paras 1.2 to 1.7: dissatisfaction, however made, is a complaint"
KIND_WORDS: Final = {
    Kind.COMPLAINT: "Unhappy with what the council did or failed to do, and wants it looked into.",
    Kind.ESCALATION: "An answer was given or is overdue, and the writer wants to take it further.",
    Kind.FOLLOW_UP: "About a complaint that is already open.",
    Kind.COMPLIMENT: "Praise, with nothing to be put right.",
    Kind.COMMENT: "A suggestion or remark, with no wish that it be looked into.",
    Kind.SERVICE_REQUEST: "Asks for a service, without a grievance about how the council acted.",
    Kind.INFORMATION_REQUEST: "Asks for information, for a copy of records, or what a policy says.",
    Kind.AUTOMATIC: "Made by a machine. It is never answered.",
    Kind.NOT_FOR_US: "Not meant for the complaints team.",
}
UNREAD_WORDS: Final = "The words were not understood. This is a first guess, and a person decides."
STAGE_SOURCE: Final = "SI 2006/1738 regs 14 to 20; LGSCO Complaint Handling Code; the procedure's own page"
ENDING: Final = r"(?:outcomes?|results?|conclu\w+|findings?|decisions?|substantiated|unfounded|ended)"
ALLEGATION: Final = r"(?:allegations?|concerns?|standards? of care)"
ALLEGATIONS: Final = phrases(rf"{ENDING}(?:\W+\w+){{0,6}}\W+{ALLEGATION}|{ALLEGATION}(?:\W+\w+){{0,6}}\W+{ENDING}")
"""Words of how an allegations or concerns process about a carer ended."""
FLAG_SOURCES: Final = {
    **dict.fromkeys(BEHAVIOUR_FLAGS, "northyorks.gov.uk, Children's social care complaints, unreasonable behaviour"),
    **dict.fromkeys(RISK_FLAGS, "Working Together to Safeguard Children: danger to a child or person comes first"),
    Flag.YOUNG_PERSON: "Children Act 1989 s26A: a right to an advocate when complaining",
    Flag.REPRESENTATIVE: "northyorks.gov.uk, Children's social care complaints: agreement and consent to share",
    Flag.ANONYMOUS: "Recorded and passed on like any other; nobody can be answered",
    Flag.FOSTER_CARER: "norfolk.gov.uk, Foster carers complaints procedure",
    Flag.ADJUSTMENTS: "Equality Act 2010 ss 20 and 29; LGSCO Complaint Handling Code para 5.6",
    Flag.STAFF_CONDUCT: "northyorks.gov.uk, Children's social care complaints: attitude or behaviour of staff",
    Flag.RECORDING: "northyorks.gov.uk, Children's social care complaints: full and unaltered recordings",
    Flag.MEDIA: "norfolk.gov.uk, Foster carers complaints procedure: anonymity of carers",
    Flag.EQUALITIES: "northyorks.gov.uk, Children's social care complaints: kept from the case handler",
    Flag.URGENT_DECISION: "The team's own prompt: may a planned change be put off until the complaint is heard?",
    Flag.DATA_PROTECTION: "Data Protection Act 2018 s164A: its own clock beside the complaint",
    Flag.ABOUT_WORKER_OR_CARER: "Councils' allegation procedures: the designated officer is told in one working day",
}


def suggest_kind(facts: Facts) -> tuple[Suggestion, tuple[Doubt, ...]]:
    """Return the kind, and a doubt if another is nearly as likely or the records speak against it."""
    finding, rivals = facts.reading.kind, facts.reading.rivals
    unread = _unread_doubts(facts.reading)
    doubts = list(unread)
    close = [rival for rival in rivals if finding.confidence - rival.confidence < CLOSE]
    if close:
        doubts.append(Doubt(code="kind_close", about="kind", words=_rival_words(finding.label, close)))
    if finding.label is Kind.ESCALATION and facts.history.looked and not facts.history.cases:
        words = "No earlier complaint of this sender was found. Is this the first we hear of it?"
        doubts.append(Doubt(code="no_earlier_answer_found", about="kind", words=words))
    if finding.label is Kind.FOLLOW_UP and facts.history.looked and not facts.history.cases:
        words = "No open case of this sender was found. Which case is this about, or is it a new complaint?"
        doubts.append(Doubt(code="no_open_case_found", about="kind", words=words))
    sureness = sureness_of(finding.confidence)
    if doubts:
        is_open = close or facts.reading.is_unread
        sureness = at_most(sureness, Sureness.NOT_SURE if is_open else Sureness.FAIRLY_SURE)
    words = UNREAD_WORDS if facts.reading.is_unread else KIND_WORDS[finding.label]
    ruling = Ruling(rule=finding.found_by, source=KIND_SOURCE, words=words)
    suggestion = Suggestion(value=finding.label.value, sureness=sureness, evidence=finding.evidence, ruling=ruling)
    return suggestion, tuple(doubts)


def suggest_stage(facts: Facts, matters: Sequence[Matter]) -> tuple[Suggestion | None, tuple[Doubt, ...]]:
    """Return the stage a complaint enters at, None for any other kind, with the doubts about it."""
    if facts.reading.kind.label not in COMPLAINTS:
        return None, ()
    entry = _entry_rule(facts, matters)
    if entry:
        ruling = Ruling(rule="stage.after_allegations_outcome", source=entry.source, words=entry.words)
        evidence = tuple(
            span for matter in matters for span in matter.evidence if ALLEGATIONS.search(span.quote[:LONGEST_READ])
        )
        stage = str(entry.enters)
        return Suggestion(value=stage, sureness=Sureness.FAIRLY_SURE, evidence=evidence, ruling=ruling), ()
    finding = facts.reading.stage
    if finding is None:
        return _unnamed_stage(facts)
    ruling = Ruling(rule=finding.found_by, source=STAGE_SOURCE, words=_stage_words(finding.label, facts))
    doubts = tuple(_stage_doubts(finding.label, facts, matters))
    sureness = sureness_of(finding.confidence)
    if doubts:
        sureness = at_most(sureness, Sureness.FAIRLY_SURE)
    stage = finding.label.value
    return Suggestion(value=stage, sureness=sureness, evidence=finding.evidence, ruling=ruling), doubts


def suggest_flags(facts: Facts) -> tuple[tuple[FlagSuggestion, ...], tuple[Doubt, ...]]:
    """Return every flag found. A behaviour flag is only ever a question; a risk flag is asked about when unsure."""
    flags, doubts = [], []
    for finding in facts.reading.flags:
        sureness = sureness_of(finding.confidence)
        words = f"The words suggest: {finding.label.value.replace('_', ' ')}."
        if finding.label in BEHAVIOUR_FLAGS:
            sureness = at_most(sureness, Sureness.FAIRLY_SURE)
            words += " It changes neither the route nor the priority; a person decides whether it is so."
        if finding.label in RISK_FLAGS and sureness is not Sureness.SURE:
            doubt = "Read these words now: may somebody be in danger? If in doubt, treat it as danger."
            doubts.append(Doubt(code="risk_unsure", about=f"flag:{finding.label.value}", words=doubt))
        ruling = Ruling(rule=finding.found_by, source=FLAG_SOURCES[finding.label], words=words)
        flags.append(
            FlagSuggestion(
                flag=finding.label, sureness=sureness, evidence=finding.evidence, ruling=ruling, note=finding.note
            )
        )
    return tuple(flags), tuple(doubts)


def _unread_doubts(reading: Reading) -> tuple[Doubt, ...]:
    """Return the question what the words say, where the reader did not understand all of them."""
    if reading.tongue and reading.is_unread:
        words = (
            f"This looks written in {reading.tongue} and was not understood; danger to a child was not looked for. "
            "Have it translated now, count its days as a complaint's until then, and offer an interpreter."
        )
        return (Doubt(code="other_language", about="kind", words=words),)
    if reading.tongue:
        words = f"Part of this looks written in {reading.tongue} and was not understood. What does it say?"
        return (Doubt(code="part_in_other_language", about="kind", words=words),)
    if reading.is_unread:
        words = "Too few words, or too few known ones, to be understood. Read the original: what is this?"
        return (Doubt(code="unreadable", about="kind", words=words),)
    return ()


def _rival_words(kind: Kind, close: Sequence[Finding[Kind]]) -> str:
    others = " or ".join(rival.label.value.replace("_", " ") for rival in close)
    words = f"This may be a {kind.value.replace('_', ' ')}, or a {others}."
    if (kind in COMPLAINTS) != any(rival.label in COMPLAINTS for rival in close):
        words += " A complaint has a clock that runs from today's receipt; if in doubt, treat it as one."
    return words


def _entry_rule(facts: Facts, matters: Sequence[Matter]) -> EntryRule | None:
    if facts.reading.kind.label is not Kind.COMPLAINT or not facts.has(Flag.FOSTER_CARER):
        return None
    for matter in matters:
        procedure = facts.procedures.get(matter.procedure)
        follows = any(ALLEGATIONS.search(span.quote[:LONGEST_READ]) for span in matter.evidence)
        for rule in procedure.entry_rules if procedure and follows else ():
            if rule.when == "after_allegations_outcome":
                return rule
    return None


def _unnamed_stage(facts: Facts) -> tuple[Suggestion, tuple[Doubt, ...]]:
    is_first = facts.reading.kind.label is Kind.COMPLAINT
    stage = Stage.ONE if is_first else Stage.TWO
    ruling = Ruling(rule="stage.default", source=STAGE_SOURCE, words=_stage_words(stage, facts))
    words = "The stage is not named. Which answer is the person unhappy with?"
    return (
        Suggestion(
            value=stage.value,
            sureness=Sureness.FAIRLY_SURE if is_first else Sureness.NOT_SURE,
            evidence=facts.reading.kind.evidence,
            ruling=ruling,
        ),
        () if is_first else (Doubt(code="stage_not_named", about="stage", words=words),),
    )


def _stage_words(stage: Stage, facts: Facts) -> str:
    if stage is Stage.OMBUDSMAN:
        return (
            "The writer speaks of going to the Ombudsman, who may be asked at any time, but usually after the council."
        )
    if stage is Stage.ONE:
        return "A first complaint begins at stage 1."
    if facts.reading.kind.label is Kind.COMPLAINT:
        return f"The writer asks to begin at stage {stage.value}."
    return f"The writer asks for stage {stage.value}, or it is the next after the answer they describe."


def _stage_doubts(stage: Stage, facts: Facts, matters: Sequence[Matter]) -> list[Doubt]:
    doubts = []
    if stage is Stage.OMBUDSMAN:
        words = (
            "Does the person ask how to go to the Ombudsman, or say it as a next step while our own stages are open?"
        )
        return [Doubt(code="ombudsman_named", about="stage", words=words)]
    number = int(stage.value)
    if number > 1 and facts.reading.kind.label is Kind.COMPLAINT:
        words = f"Stage {number} is asked for on first contact. Was there an answer at an earlier stage?"
        doubts.append(Doubt(code="stage_on_first_contact", about="stage", words=words))
    for procedure in {m.procedure: facts.procedures.get(m.procedure) for m in matters}.values():
        if procedure is None:
            continue
        if number > len(procedure.stages):
            words = (
                f"{procedure.title} ({procedure.publisher}) has no stage {number}. Has it ended with the last reply?"
            )
            doubts.append(Doubt(code="no_such_stage", about="stage", words=words))
        elif gate := procedure.stages[number - 1].gate:
            words = f"Before stage {number}: {gate}. A person decides and records why."
            doubts.append(Doubt(code="stage_gate", about="stage", words=words))
    return doubts
