"""Hold what a decision is on the page, and say its name, place, colour and value in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.models import Decision
from review.guards import needs_person
from review.labels import FLAGS, KINDS, STAGES, SURENESS, SurenessLabel, say_route
from review.pages.places import Quote

KIND, STAGE, FLAG = "kind", "stage", "flag"
MATTER_COLOURS = 4
YES_NO = {"yes": "Yes, it fits", "no": "No"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Hold one thing that may be chosen; ``id`` is its own on the page."""

    id: str
    value: str
    words: str
    key: str = ""
    checked: bool = False
    was: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """Hold one decision of the case. ``state`` is ok (a person decided), need (waits for one) or "" (acceptable).

    ``found`` are the words it rests on that stand in attachments; those of the mail itself are marked beside it.
    """

    name: str
    chip: str
    anchor: str
    css: str
    title: str
    value: str
    sure: SurenessLabel
    state: str
    is_open: bool
    why: tuple[str, ...] = ()
    source: str = ""
    legend: str = ""
    was: str = ""
    options: tuple[Option, ...] = ()
    reasons: tuple[Option, ...] = ()
    asks_why: bool = False
    typed_why: str = ""
    error: str = ""
    found: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Hold what somebody typed and could not save: values and reasons by key, and what is wrong with them."""

    values: Mapping[str, str]
    whys: Mapping[str, str]
    errors: Mapping[str, str]
    note: str = ""


NOTHING_TYPED = Typed(values={}, whys={}, errors={})


def css_of(key: str) -> str:
    """Return the colour of a decision's marks and chip; more than four matters begin again."""
    name, _, rest = key.partition(":")
    if name == "matter":
        return str((int(rest) - 1) % MATTER_COLOURS + 1)
    return "f" if name == FLAG else "k"


def chip_of(key: str) -> str:
    """Return the letter or number of a decision."""
    name, _, rest = key.partition(":")
    return {"kind": "T", "stage": "S", "matter": rest}.get(name, "F")


def anchor_of(key: str) -> str:
    """Return where on the page a decision stands."""
    return f"d-{chip_of(key).lower()}"


def title_of(key: str) -> str:
    """Return what a decision is called in a sentence."""
    name, _, rest = key.partition(":")
    if name == FLAG:
        return f"Flag: {FLAGS[rest].words.lower()}" if rest in FLAGS else "Flag"
    return {"kind": "Type of message", "stage": "Stage"}.get(name, f"Matter {rest}")


def say_missing(key: str, words: str) -> str:
    """Say what is still to decide; a service knows a flag's code, the page its name."""
    name, _, rest = key.partition(":")
    return f"Say whether the flag “{FLAGS[rest].words}” fits." if name == FLAG and rest in FLAGS else words


def say_value(key: str, value: str) -> str:
    """Say a decision's value in words."""
    name = key.partition(":")[0]
    if name == "matter":
        return say_route(value)
    if name == FLAG:
        return YES_NO.get(value, "Not decided")
    table = KINDS if name == KIND else STAGES
    return table[value].words if value in table else "Not decided"


def state_of(row: Decision | None) -> str:
    """Return ok if a person decided, need if one must, "" if the suggestion may be accepted."""
    if row is None:
        return "need"
    return "ok" if row.chosen else ("need" if needs_person(row) else "")


def sure_of(row: Decision | None) -> SurenessLabel:
    """Return how sure a suggestion is, or who has decided."""
    if row is None:
        return SurenessLabel(words="None found", tone="hidden", icon="tick")
    if row.chosen:
        name = row.chosen_by.full_name if row.chosen_by else "A person"
        verb = "accepted" if row.how.startswith("accepted") else "decided"
        return SurenessLabel(words=f"{name} {verb}", tone="person", icon="person")
    return SURENESS.get(row.sureness, SURENESS["not_sure"])
