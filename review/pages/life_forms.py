"""Hold what can be done with the matters of a case: in which states, in which words, and by which form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cases.selectors.life import LifeFile, MatterFile
from cases.stage_runs import ANSWERED, AT_STAGE
from cases.states import MATTER_ENDED, MATTER_WAITS, MatterState
from review.pages.fields import Filled, FormField
from review.pages.life_choices import Ask
from review.pages.life_fields import FIELDS

RUNNING = frozenset(MatterState) - MATTER_ENDED - MATTER_WAITS
LIVE = frozenset(MatterState) - {MatterState.SPLIT, MatterState.MERGED}
WAITS_FOR_REPLY = frozenset(AT_STAGE.values())
GOES_ON = WAITS_FOR_REPLY | frozenset(ANSWERED.values()) | {MatterState.FINISHED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Hold one thing that can be done: its words, and the states of the matters it is for."""

    title: str
    button: str
    states: frozenset[MatterState]
    intro: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView:
    """Hold one form as its page shows it."""

    code: str
    title: str
    intro: str
    button: str
    fields: tuple[FormField, ...]


def lay_out_form(
    code: str,
    file: LifeFile,
    *,
    number: int = 0,
    mail: int = 0,
    typed: Mapping[str, Sequence[str]] | None = None,
    errors: Mapping[str, str] | None = None,
) -> FormView:
    """Return a form, with what was typed and what is wrong; ``number`` and ``mail`` are what it was opened for."""
    action = ACTIONS[code]
    shown = FIELDS[code](
        Ask(file=file, form=Filled(typed, errors or {}), number=number, mail=mail, states=action.states)
    )
    return FormView(code=code, title=action.title, intro=action.intro, button=action.button, fields=shown)


def fits(code: str, found: MatterFile) -> bool:
    """Say whether something can be done with a matter where it is."""
    return MatterState(found.matter.state) in ACTIONS[code].states


ACTIONS: Mapping[str, Action] = {
    "answer": Action(title="Our reply has left", button="Save", states=WAITS_FOR_REPLY,
                     intro="Each matter needs its outcome first."),
    "outcome": Action(title="Write down an outcome", button="Save outcome", states=LIVE),
    "escalate": Action(title="They ask for the next stage", button="Take to the next stage",
                       states=GOES_ON, intro="A late request is never refused by Putright; a person decides."),
    "park": Action(title="Park a matter", button="Park", states=RUNNING,
                   intro="Parking stops no clock by itself. Whether one is paused is decided under Dates."),
    "ask-again": Action(title="Ask again about a parked matter", button="Save",
                        states=frozenset({MatterState.PARKED})),
    "withdraw": Action(title="They withdraw", button="Note the withdrawal",
                       states=LIVE - MATTER_ENDED, intro="Signs of danger and their alerts stay as they are."),
    "reroute": Action(title="Send a matter another way", button="Send it there",
                      states=LIVE - {MatterState.WITHDRAWN, MatterState.FINISHED}),
    "split": Action(title="Split a matter", button="Split", states=RUNNING,
                    intro="Each part keeps the stage, the clock and the pauses of the matter."),
    "merge": Action(title="Put matters together", button="Put together", states=RUNNING,
                    intro="Only matters that go the same way and stand at the same stage can become one."),
    "ombudsman": Action(title="The Ombudsman has it", button="Save",
                        states=LIVE - {MatterState.OMBUDSMAN}),
    "come-back": Action(title="The Ombudsman sends it back", button="Take it back",
                        states=frozenset({MatterState.OMBUDSMAN})),
    "finish": Action(title="Nothing is left to do", button="Finish",
                     states=RUNNING | {MatterState.OMBUDSMAN}, intro="It can be taken up again at any time."),
    "not-take": Action(title="Turned away without a letter", button="Save",
                       states=LIVE - MATTER_ENDED,
                       intro="Only for what is out of scope. A letter that says so does this by itself."),
    "take-up": Action(title="Take a matter up again", button="Take up again",
                      states=MATTER_ENDED - {MatterState.SPLIT, MatterState.MERGED}),
    "decide": Action(title="Decide whether the next stage is taken", button="Save decision",
                     states=GOES_ON, intro="Only a manager decides. A stage that is taken counts from the day it was "
                     "asked for."),
    "recommend": Action(title="Write down what will be done", button="Save", states=LIVE),
    "link": Action(title="Link another case of the same person", button="Link", states=frozenset()),
}  # fmt: skip
"""What can be done, in the order in which a matter's card offers it."""
