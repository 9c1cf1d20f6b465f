"""Say what each form of a matter's life asks for."""

from collections.abc import Callable, Mapping

from cases.findings import Finding, ParkReason, Remedy
from cases.services.matters.answering import CHANNELS
from cases.stage_runs import AT_STAGE
from classify.labels import Route
from review.forms.life import EVERY_PART, MOST_PARTS
from review.labels import ROUTES, STAGES
from review.pages.fields import FormField
from review.pages.life_choices import (
    Ask,
    mails,
    matter_of,
    matters_of,
    next_stage,
    one_of,
    routes,
    stage_of,
    stages,
    value_of,
)
from review.pages.life_words import FINDINGS, PARK_REASONS, REMEDIES

SENT_BY = {"email": "By email", "post": "By post", "hand": "By hand"}
SAME_STAGE = ("", "The stage it is at")
WHOLE_CASE = ("0", "The whole case")
FEWEST_PARTS = 2
Fields = Callable[[Ask], tuple[FormField, ...]]


def _split(ask: Ask) -> tuple[FormField, ...]:
    found = next((each for each in ask.file.matters if each.matter.number == ask.number), ask.file.matters[0])
    old = found.matter
    told = FormField(kind="told", name="number", label=f"Matter {old.number}: {old.gist}", value=str(old.number))
    count = FormField(kind="hidden", name="pieces", label="", value=str(len(old.evidence)))
    ways = [("", "Choose a route"), *routes()]
    parts = [
        field
        for place in range(1, MOST_PARTS + 1)
        for field in (
            ask.form.text(f"gist-{place}", f"Part {place}" + (" (if there is one)" if place > FEWEST_PARTS else "")),
            ask.form.select(
                f"route-{place}", f"Route of part {place}", ways, first=value_of(found) if place == 1 else ""
            ),
        )
    ]
    places = [*((str(place), f"Part {place}") for place in range(1, MOST_PARTS + 1)), (EVERY_PART, "Every part")]
    pieces = [
        ask.form.radios(f"evidence-{at}", f"“{piece.get('quote', '')}” belongs to", places)
        for at, piece in enumerate(old.evidence)
    ]
    return (told, count, *parts, *pieces, ask.form.area("why", "Why it is more than one matter"))


def _merge(ask: Ask) -> tuple[FormField, ...]:
    return (
        matters_of(ask),
        ask.form.select("into", "Which one they become", one_of(ask)),
        ask.form.text("gist", "What it is then about", hint="Leave empty to keep the words of the one they become."),
        ask.form.area("why", "Why they are one matter"),
    )


def _reroute(ask: Ask) -> tuple[FormField, ...]:
    return (
        matter_of(ask),
        ask.form.select("route", "Where it goes now", [("", "Choose a route"), *routes()]),
        ask.form.select("stage", "At which stage it goes on there", [SAME_STAGE, *stages()]),
        ask.form.area("why", "Why it goes another way", hint="The person will be told. What was before is kept."),
    )


def _escalate(ask: Ask) -> tuple[FormField, ...]:
    how = [
        ("spoken", "They asked by word of mouth"),
        ("missed", "They go on because we were late"),
        ("ask_first", "It came late: a manager shall say first whether we take it"),
    ]
    later = [(str(stage), f"Stage {stage}") for stage in sorted(AT_STAGE) if stage > 1]
    return (
        matters_of(ask),
        ask.form.radios("stage", "To which stage", later, first=next_stage(ask)),
        ask.form.day("requested_on", "Day on which they asked", hint="All dates of the new stage count from this day."),
        ask.form.select("mail", "In which message", mails(ask), first=str(ask.mail or "")),
        ask.form.ticks("how", "How they asked", how),
        ask.form.area("words", "Why it goes on", hint="Needed where the stage before is neither answered nor late."),
    )


def _answer(ask: Ask) -> tuple[FormField, ...]:
    return (
        matters_of(ask),
        ask.form.radios("stage", "Which stage was answered", stages(), first=stage_of(ask)),
        ask.form.day("sent_on", "Day on which the reply left"),
        ask.form.radios("channel", "How it was sent", [(code, SENT_BY[code]) for code in CHANNELS], first="email"),
    )


def _outcome(ask: Ask) -> tuple[FormField, ...]:
    known = [(str(stage), label.words) for stage, label in STAGES.items()]
    return (
        matter_of(ask),
        ask.form.radios("stage", "Found at", known, first=stage_of(ask)),
        ask.form.radios("finding", "What was found", [(code, FINDINGS[code]) for code in Finding]),
        ask.form.ticks("remedies", "How it is put right", [(code, REMEDIES[code]) for code in Remedy]),
        ask.form.day("decided_on", "Day of the decision"),
        ask.form.area("words", "In words", hint="Say why, if this corrects what was written down before."),
    )


def _finish(ask: Ask) -> tuple[FormField, ...]:
    return matters_of(ask), ask.form.area("why", "Why nothing is left to do")


def _not_take(ask: Ask) -> tuple[FormField, ...]:
    return matters_of(ask), ask.form.area("why", "Why no letter says so")


def _withdraw(ask: Ask) -> tuple[FormField, ...]:
    told = [("yes", "It may not be their own wish: somebody told them to, or they are afraid")]
    return (
        matters_of(ask),
        ask.form.day("said_on", "Day on which they said so"),
        ask.form.select("mail", "In which message", mails(ask)),
        ask.form.area("words", "What they said, in their own words"),
        ask.form.ticks("told_to", "Whose wish it is", told, hint="A manager then speaks with them first."),
    )


def _take_up(ask: Ask) -> tuple[FormField, ...]:
    ways = [("", "The route it has"), *((code.value, ROUTES[code].words) for code in Route if code != "out_of_scope")]
    return (
        matters_of(ask),
        ask.form.select("route", "Which procedure takes it now", ways, hint="Needed for what was out of scope."),
        ask.form.area("why", "Why it is taken up again"),
    )


def _park(ask: Ask) -> tuple[FormField, ...]:
    return (
        matters_of(ask),
        ask.form.radios("reason", "What it waits for", [(code, PARK_REASONS[code]) for code in ParkReason]),
        ask.form.area("why", "What exactly, and who told us"),
        ask.form.day("ask_again_on", "Day on which somebody asks again", hint="At most three months ahead."),
    )


def _ask_again(ask: Ask) -> tuple[FormField, ...]:
    still = [("yes", "Yes, it still goes on"), ("no", "No, it has ended: go on with the matter")]
    return (
        matters_of(ask),
        ask.form.radios("still", "Does what it waits for still go on?", still),
        ask.form.area("why", "Who told us, and what they said"),
        ask.form.day("ask_again_on", "If so, when somebody asks again", hint="At most three months ahead."),
    )


def _ombudsman(ask: Ask) -> tuple[FormField, ...]:
    return (
        matters_of(ask),
        ask.form.day("on", "Since when the Ombudsman has it"),
        ask.form.select("mail", "Which message says so", mails(ask)),
        ask.form.area("why", "What the Ombudsman looks into"),
    )


def _come_back(ask: Ask) -> tuple[FormField, ...]:
    return (
        matters_of(ask),
        ask.form.radios("stage", "To which stage it comes back", stages()),
        ask.form.day("on", "Day on which the Ombudsman wrote"),
        ask.form.select("mail", "Which message says so", mails(ask)),
        ask.form.area("why", "What the Ombudsman asks us to do"),
    )


def _decide(ask: Ask) -> tuple[FormField, ...]:
    asked = [
        (str(each.request.pk), f"Stage {each.request.stage} for matter {each.matter.number}: {each.matter.gist}")
        for each in ask.file.matters
        if each.request
    ]
    first = next((str(e.request.pk) for e in ask.file.matters if e.request and e.matter.number == ask.number), "")
    return (
        ask.form.radios(
            "request", "What was asked for", asked, first=first or (asked[0][0] if len(asked) == 1 else "")
        ),
        ask.form.radios("agree", "Is the stage taken?", [("yes", "Yes"), ("no", "No")]),
        ask.form.area("why", "Why", hint="A refusal also needs its judgement, written down before."),
    )


def _recommend(ask: Ask) -> tuple[FormField, ...]:
    known = [(str(stage), label.words) for stage, label in STAGES.items()]
    matters = [WHOLE_CASE, *one_of(ask)]
    return (
        ask.form.select("number", "What it is about", matters, first=str(ask.number)),
        ask.form.radios("stage", "Decided at", known, first=stage_of(ask)),
        ask.form.area("words", "What will be done"),
        ask.form.text("owner", "Who will do it", hint="A person or a team, for example Fostering, Mary Hale."),
        ask.form.day("due_on", "Done by"),
    )


def _link(ask: Ask) -> tuple[FormField, ...]:
    return (ask.form.text("reference", "Reference of the other case", hint="Neither case changes by this."),)


FIELDS: Mapping[str, Fields] = {
    "split": _split,
    "merge": _merge,
    "reroute": _reroute,
    "escalate": _escalate,
    "answer": _answer,
    "outcome": _outcome,
    "finish": _finish,
    "not-take": _not_take,
    "withdraw": _withdraw,
    "take-up": _take_up,
    "park": _park,
    "ask-again": _ask_again,
    "ombudsman": _ombudsman,
    "come-back": _come_back,
    "decide": _decide,
    "recommend": _recommend,
    "link": _link,
}
"""What each form asks for, by the word that stands in its address."""
