"""Lay out one form of the page of dates: what it asks, with what was typed and what is wrong."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from cases.case_clocks import OPEN
from cases.models import StageRun
from cases.selectors.dates import DatesFile
from cases.services.clocks.extending import MANAGER_FROM_STAGE
from cases.services.clocks.noting import CHANNELS, DAYS
from review.pages.dates_beside_forms import ROW, fields_to_meet, fields_to_set_aside, fields_to_take_out
from review.pages.fields import Filled, FormField
from review.words import say_long_day
from routing.clocks.pause_reasons import PAUSE_REASONS

Typed = Mapping[str, Sequence[str]]
Fields = Callable[[DatesFile, Filled, Mapping[str, str]], tuple[FormField, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Hold one form: its words and its fields."""

    title: str
    button: str
    fields: Fields
    intro: str = ""
    warns: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView:
    """Hold one form as the page shows it; ``hidden`` are names and values that travel unseen."""

    act: str
    title: str
    intro: str
    button: str
    fields: tuple[FormField, ...]
    hidden: tuple[tuple[str, str], ...]
    warns: bool


def lay_out_form(
    act: str, file: DatesFile, given: Mapping[str, str], typed: Typed | None, errors: Mapping[str, str]
) -> FormView | None:
    """Return a form, None if there is no such one; ``given`` is what its address says of the row or day it is for."""
    form = FORMS.get(act)
    if form is None:
        return None
    hidden = tuple((name, given[name]) for name in HIDDEN.get(act, ()) if given.get(name))
    fields = form.fields(file, Filled(typed, errors), given)
    return FormView(
        act=act,
        title=form.title,
        intro=form.intro,
        button=form.button,
        fields=fields,
        hidden=hidden,
        warns=form.warns,
    )


def say_pause_reason(code: str) -> str:
    """Say a pause's reason: "The person asked us to wait"."""
    words = PAUSE_REASONS[code].words if code in PAUSE_REASONS else code.replace("_", " ")
    return words[0].upper() + words[1:]


def newest_run(file: DatesFile) -> StageRun | None:
    """Return the run of the stage a case is at, else the last one it was at."""
    at = [run for run in file.runs if str(run.stage) == file.case.stage]
    return at[0] if at else file.runs[-1] if file.runs else None


def _pause(file: DatesFile, filled: Filled, _: Mapping[str, str]) -> tuple[FormField, ...]:
    reasons = filled.radios("code", "Why it stands still", [(code, say_pause_reason(code)) for code in PAUSE_REASONS])
    hinted = tuple(replace(each, hint=PAUSE_REASONS[each.value].weigh) for each in reasons.choices)
    return (
        _which(file, filled),
        replace(reasons, choices=hinted),
        filled.area("why", "What happened, in a few words", hint="The receipt of the date says it to everybody."),
        filled.day("from_on", "First day that does not count"),
        filled.day("until_on", "Last day that does not count, if it is known", hint="Leave it empty if it is not."),
    )


def _resume(_: DatesFile, filled: Filled, __: Mapping[str, str]) -> tuple[FormField, ...]:
    return (filled.day("until_on", "Last day that did not count", hint="The clock goes on the day after."),)


def _extend(file: DatesFile, filled: Filled, _: Mapping[str, str]) -> tuple[FormField, ...]:
    told = [("in_writing", "They were told in writing, with the reason and how to reach the Ombudsman")]
    return (
        _which(file, filled),
        filled.day("until_on", "The new day", hint="A working day, not after the longest time allowed."),
        filled.area("why", "The reason, as the person is told it", hint="Of this case: never only “due to workload”."),
        filled.day("told_on", "The day they were told", hint="On or before the day the reply was due."),
        filled.ticks("how", "How they were told", told, hint="If they were only told by phone, it becomes a task."),
    )


def _note(file: DatesFile, filled: Filled, given: Mapping[str, str]) -> tuple[FormField, ...]:
    stage = _stage(file, given)
    what = [(code, noted.words[0].upper() + noted.words[1:]) for code, noted in DAYS.items() if stage in noted.stages]
    channels = [(code, words[0].upper() + words[1:]) for code, words in CHANNELS.items()]
    return (
        filled.select(
            "stage", "Stage", [(str(run.stage), f"Stage {run.stage}") for run in file.runs], first=str(stage)
        ),
        filled.radios("what", "What happened", what, first=given.get("what", "")),
        filled.day("on", "On which day"),
        filled.radios("channel", "If our reply left: how", channels, hint="By post it takes some days to arrive."),
    )


def _spoken(file: DatesFile, filled: Filled, given: Mapping[str, str]) -> tuple[FormField, ...]:
    run = next((run for run in file.runs if run.stage == _stage(file, given)), None)
    choices = [("no", "In writing"), ("yes", "By word of mouth")]
    first = "yes" if run and run.is_spoken else "no"
    return (filled.radios("spoken", "How this stage was asked for", choices, first=first),)


def _forget(file: DatesFile, filled: Filled, given: Mapping[str, str]) -> tuple[FormField, ...]:
    return _nothing(file, filled, given)


def _nothing(_: DatesFile, __: Filled, ___: Mapping[str, str]) -> tuple[FormField, ...]:
    return ()


def _which(file: DatesFile, filled: Filled) -> FormField:
    """Return which clock is meant: one matter's, or all at the newest stage."""
    run = newest_run(file)
    everything = f"All matters at stage {run.stage}" if run else "All matters"
    single = [
        (str(matter.number), f"Matter {matter.number}, stage {matter.stage}: {matter.gist}")
        for matter in file.matters
        if matter.state in OPEN
    ]
    return filled.select("matter", "Which clock", [("0", everything), *single], first="0")


def _stage(file: DatesFile, given: Mapping[str, str]) -> int:
    asked, run = given.get("stage", ""), newest_run(file)
    return int(asked) if asked.isdecimal() and len(asked) == 1 else run.stage if run else 1


HIDDEN: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "resume": ("row",),
        "take-back-pause": ("row",),
        "take-back-extension": ("row",),
        "forget": ("what", "stage"),
        "spoken": ("stage",),
        "other-met": (ROW,),
        "other-aside": (ROW,),
        "other-out": (ROW,),
    }
)
FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {
        "pause": Form(
            title="Pause a clock",
            button="Pause it",
            fields=_pause,
            intro=(
                "Days on which a clock stands still do not count, and nothing of it is late. The acknowledgement is "
                "never paused. The Regulations know no stopped clock beside the bars they name: you decide, and your "
                "reason stands in the receipt."
            ),
        ),
        "resume": Form(title="Let the clock go on", button="Let it go on", fields=_resume),
        "take-back-pause": Form(
            title="Take this pause back",
            button="Take it back",
            fields=_nothing,
            intro="For a pause that never should have been. Its days count, and a date may be late by them.",
            warns=True,
        ),
        "extend": Form(
            title="Extend a reply",
            button="Extend it",
            fields=_extend,
            intro=(
                "A later day needs a reason, and the person told before the old day has passed. A complaints manager "
                f"decides from stage {MANAGER_FROM_STAGE} on."
            ),
        ),
        "take-back-extension": Form(
            title="Take this extension back",
            button="Take it back",
            fields=_nothing,
            intro="For one that was written down wrongly. If the person was told the later day, tell them again.",
            warns=True,
        ),
        "note": Form(
            title="Write down a day",
            button="Write it down",
            fields=_note,
            intro="To correct a day, write it down again: what happened keeps the old one.",
        ),
        "forget": Form(
            title="Take a day out",
            button="Take it out",
            fields=_forget,
            intro="For a day that was written down by mistake. Dates count from its latest possible day again.",
            warns=True,
        ),
        "spoken": Form(
            title="How a stage was asked for",
            button="Save",
            fields=_spoken,
            intro=(
                "A spoken wish for stage 2 of the children’s procedure is put in writing first; its reply counts from "  # noqa: RUF001
                "the day the statement was agreed."
            ),
        ),
        "other-met": Form(
            title="Write down that it was done",
            button="Write it down",
            fields=fields_to_meet,
            intro="It is not counted as due any more. No date of the complaint changes.",
        ),
        "other-aside": Form(
            title="Nothing has to be done by this date",
            button="Set it aside",
            fields=fields_to_set_aside,
            intro="Nobody is asked about this date any more. Your reason stands beside it; it can be taken out again.",
            warns=True,
        ),
        "other-out": Form(
            title="Take out what was written down",
            button="Take it out",
            fields=fields_to_take_out,
            intro="For what was written down by mistake. The date has to be kept again.",
            warns=True,
        ),
    }
)


def say_day_or_none(run: StageRun, what: str) -> str:
    """Say the day of a run that was written down, "" if it is not known."""
    on = getattr(run, DAYS[what].field)
    return say_long_day(on) if on else ""
