"""Lay out what should happen: one decision each, with why, how sure, and what may be chosen."""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.models import Case, Decision, Matter
from classify.labels import COMPLAINTS, Route
from review.guards import needs_person, shown_value
from review.labels import (
    FLAG_GROUPS,
    FLAGS,
    KINDS,
    REASONS,
    ROUTES,
    STAGES,
    SURENESS,
    Label,
    SurenessLabel,
    say_route,
)
from review.words import count, say_time

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
    """Hold one decision of the case. ``state`` is ok (a person decided), need (waits for one) or "" (acceptable)."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagQuestion:
    """Hold one flag that only a person may give: its words, why it is asked, yes or no."""

    name: str
    words: str
    why: str
    options: tuple[Option, ...]
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagGroup:
    """Hold the flags of one kind: boxes, and questions that need an answer of their own."""

    heading: str
    boxes: tuple[Option, ...]
    questions: tuple[FlagQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """Hold all decisions of a case and how many are left."""

    rows: tuple[DecisionView, ...]
    flags: DecisionView
    flag_groups: tuple[FlagGroup, ...]
    acceptable: int
    needing: int
    progress: str
    say: str
    first_left: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Hold what somebody typed and could not save: values and reasons by key, and what is wrong with them."""

    values: Mapping[str, str]
    whys: Mapping[str, str]
    errors: Mapping[str, str]
    note: str = ""


NOTHING_TYPED = Typed(values={}, whys={}, errors={})


def lay_out_decisions(
    case: Case, decisions: Mapping[str, Decision], matters: tuple[Matter, ...], typed: Typed = NOTHING_TYPED
) -> Decisions:
    """Return every decision of a case."""
    rows = [_plain(KIND, "T", "Type of message", KINDS, case, decisions.get(KIND), typed)]
    is_complaint = typed.values.get(KIND, case.kind) in COMPLAINTS
    rows += [_matter(case, matter, decisions.get(f"matter:{matter.number}"), typed) for matter in matters]
    if is_complaint or STAGE in decisions:
        rows.append(_plain(STAGE, "S", "Stage asked for", STAGES, case, decisions.get(STAGE), typed))
    flags = {key: row for key, row in decisions.items() if key.startswith("flag:")}
    flag_row = _flag_row(flags, typed)
    left = [row for row in (*rows, flag_row) if row.state != "ok"]
    needing = [row for row in left if row.state == "need"]
    return Decisions(
        rows=tuple(rows),
        flags=flag_row,
        flag_groups=_flag_groups(flags, typed),
        acceptable=len(left) - len(needing),
        needing=len(needing),
        progress=_progress(len(rows) + 1, len(left), len(needing)),
        say=_say(len(left) - len(needing), len(needing)),
        first_left=needing[0].anchor if needing else "decide-end",
    )


def lay_out_blind(typed: Typed) -> tuple[DecisionView, ...]:
    """Return the two decisions of "your view first", with nothing chosen and nothing that Putright thinks."""
    kind, matter = typed.values.get(KIND, ""), typed.values.get("matter:1", "")
    route, _, reason = matter.partition(":")
    nothing = SurenessLabel(words="", tone="hidden", icon="hidden")
    return (
        DecisionView(
            name=KIND, chip="T", anchor="d-t", css="pr-c-k", title="Type of message", value="", sure=nothing,
            state="need", is_open=True, legend="Type of message", options=make_options(KIND, KINDS, kind),
            error=typed.errors.get(KIND, ""),
        ),
        DecisionView(
            name="matter:1", chip="1", anchor="d-1", css="pr-c-1", title="Matter 1", value="", sure=nothing,
            state="need", is_open=True, legend="Route for matter 1", options=make_options("matter:1", ROUTES, route),
            reasons=tuple(Option(id="", value=c, words=w, checked=c == reason) for c, w in REASONS.items()),
            typed_why=typed.whys.get("matter:1", ""), error=typed.errors.get("matter:1", ""),
        ),
    )  # fmt: skip


def make_options(key: str, table: Mapping[str, Label], value: str) -> tuple[Option, ...]:
    """Return one radio for each code of a table, the one with this value chosen."""
    return tuple(
        Option(id=f"{key}-{code}", value=code, words=label.words, key=label.key, checked=code == value)
        for code, label in table.items()
    )


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


def say_value(key: str, value: str) -> str:
    """Say a decision's value in words."""
    name = key.partition(":")[0]
    if name == "matter":
        return say_route(value)
    if name == FLAG:
        return YES_NO.get(value, "Not decided")
    table = KINDS if name == KIND else STAGES
    return table[value].words if value in table else "Not decided"


def _plain(
    key: str, chip: str, title: str, table: Mapping[str, Label], case: Case, row: Decision | None, typed: Typed
) -> DecisionView:
    was = shown_value(row) if row else case.stage if key == STAGE else ""
    value = typed.values.get(key, was)
    options = make_options(key, table, value)
    state = "ok" if row is None and key == STAGE and case.stage else _state(row)
    return DecisionView(
        name=key, chip=chip, anchor=anchor_of(key), css=f"pr-c-{css_of(key)}", title=title,
        value=_shown(key, row) if row else say_value(key, value), sure=_sure(row), state=state,
        is_open=state == "need" or key in typed.errors, why=_why(case, key, row),
        source=row.source if row else "", legend="Stage" if key == STAGE else title,
        options=options, was=was, error=typed.errors.get(key, ""),
    )  # fmt: skip


def _matter(case: Case, matter: Matter, row: Decision | None, typed: Typed) -> DecisionView:
    key = f"matter:{matter.number}"
    was = shown_value(row) if row else ""
    value = typed.values.get(key, was)
    route, _, reason = value.partition(":")
    # The suggested reason stands ready; it counts only once a person has chosen "out of scope" themselves.
    reason = reason or (row.suggested.partition(":")[2] if row else "")
    options = make_options(key, ROUTES, route)
    state = _state(row)
    turns_away = row is not None and Route.OUT_OF_SCOPE in {row.suggested.partition(":")[0], route}
    return DecisionView(
        name=key, chip=str(matter.number), anchor=anchor_of(key), css=f"pr-c-{css_of(key)}", title=matter.gist,
        value=_shown(key, row), sure=_sure(row), state=state,
        is_open=state == "need" or key in typed.errors, why=_why(case, key, row),
        source=row.source if row else "", legend=f"Route for matter {matter.number}", options=options, was=was,
        reasons=tuple(Option(id="", value=c, words=w, checked=c == reason) for c, w in REASONS.items()),
        asks_why=matter.needs_discretion or turns_away,
        typed_why=typed.whys.get(key, row.why if row else ""), error=typed.errors.get(key, ""),
    )  # fmt: skip


def _flag_row(flags: Mapping[str, Decision], typed: Typed) -> DecisionView:
    left = [row for row in flags.values() if not row.chosen]
    asked = [row for row in left if needs_person(row)]
    on = [FLAGS[key[5:]].words for key, row in flags.items() if shown_value(row) == "yes" and key[5:] in FLAGS]
    state = "need" if asked else ("" if left else "ok")
    if asked:
        value = f"{count(len(asked), 'flag needs', 'flags need')} you"
    else:
        value = ", ".join([on[0], *(words.lower() for words in on[1:])]) if on else "None"
    errors = [words for key, words in typed.errors.items() if key.startswith("flag:")]
    whys = tuple(f"{title_of(key)}. {row.words}" for key, row in flags.items() if row.words and not needs_person(row))
    return DecisionView(
        name=FLAG, chip="F", anchor="d-f", css="pr-c-f", title="Flags", value=value, state=state,
        sure=_sure(asked[0] if asked else (left[0] if left else (next(iter(flags.values()), None)))),
        is_open=state == "need" or bool(errors), why=whys, error=" ".join(errors),
    )  # fmt: skip


def _flag_groups(flags: Mapping[str, Decision], typed: Typed) -> tuple[FlagGroup, ...]:
    groups = []
    for tone, heading in FLAG_GROUPS.items():
        codes = [code for code, label in FLAGS.items() if label.tone == tone]
        asked = [code for code in codes if f"flag:{code}" in flags and needs_person(flags[f"flag:{code}"])]
        boxes = tuple(_box(code, flags, typed) for code in codes if code not in asked)
        questions = tuple(_question(code, flags[f"flag:{code}"], typed) for code in asked)
        groups.append(FlagGroup(heading=heading, boxes=boxes, questions=questions))
    return tuple(groups)


def _box(code: str, flags: Mapping[str, Decision], typed: Typed) -> Option:
    key = f"flag:{code}"
    value = typed.values.get(key, shown_value(flags[key]) if key in flags else "")
    was = shown_value(flags[key]) if key in flags else ""
    return Option(id=f"f-{code}", key=key, value="yes", words=FLAGS[code].words, checked=value == "yes", was=was)


def _question(code: str, row: Decision, typed: Typed) -> FlagQuestion:
    value = typed.values.get(row.key, "")
    return FlagQuestion(
        name=row.key,
        words=FLAGS[code].words,
        why=row.words,
        options=tuple(
            Option(id=f"f-{code}-{answer}", value=answer, words=words, checked=answer == value)
            for answer, words in YES_NO.items()
        ),
        error=typed.errors.get(row.key, ""),
    )


def _state(row: Decision | None) -> str:
    if row is None:
        return "need"
    return "ok" if row.chosen else ("need" if needs_person(row) else "")


def _shown(key: str, row: Decision | None) -> str:
    if row is None or not row.value:
        return "Needs you"
    if needs_person(row):
        return "Needs you" if row.sureness == "not_sure" else f"Needs you: {say_value(key, row.suggested).lower()}?"
    return say_value(key, row.value)


def _sure(row: Decision | None) -> SurenessLabel:
    if row is None:
        return SurenessLabel(words="None found", tone="hidden", icon="tick")
    if row.chosen:
        name = row.chosen_by.full_name if row.chosen_by else "A person"
        verb = "accepted" if row.how.startswith("accepted") else "decided"
        return SurenessLabel(words=f"{name} {verb}", tone="person", icon="person")
    return SURENESS.get(row.sureness, SURENESS["not_sure"])


def _why(case: Case, key: str, row: Decision | None) -> tuple[str, ...]:
    said = [row.words] if row and row.words else []
    doubts = [d.get("words", "") for d in case.doubts if isinstance(d, dict) and d.get("about") == key]
    said += [words for words in doubts if words and words not in said]
    if row and needs_person(row) and row.suggested.startswith(Route.OUT_OF_SCOPE):
        said.append("Turning a matter away is never accepted for you.")
    if row and row.chosen and row.suggested and row.chosen != row.suggested:
        at = f" at {say_time(row.chosen_at)}" if row.chosen_at else ""
        said.append(f"Putright suggested: {say_value(key, row.suggested)}. Changed{at}.")
    if row and row.how == "unseen":
        said.append(f"Chosen before the suggestion was shown: {say_value(key, row.chosen)}.")
    if row and row.why:
        said.append(f"Why: {row.why}")
    return tuple(said)


def _progress(total: int, left: int, needing: int) -> str:
    if not left:
        return "Everything is decided."
    together = left - needing
    words = [f"{count(total, 'decision')}."]
    if together:
        words.append(f"{'All ' if together == total else ''}{together} can be accepted together.")
    if needing:
        words.append(f"{needing} need{'s' if needing == 1 else ''} you.")
    return " ".join(words)


def _say(acceptable: int, needing: int) -> str:
    if needing:
        return f"{count(needing, 'decision needs', 'decisions need')} you. Nothing is sent until a second person signs."
    if acceptable:
        return "Check the suggestions. Nothing is sent until a second person signs."
    return "Everything is decided. Nothing is sent until a second person signs."
