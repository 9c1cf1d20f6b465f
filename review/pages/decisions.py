"""Lay out what should happen: one decision each, with why, how sure, and what may be chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cases.models import Case, Decision, Matter
from classify.labels import COMPLAINTS, Route
from review.guards import needs_person, shown_value
from review.labels import KINDS, REASONS, ROUTES, STAGES, Label, SurenessLabel
from review.pages.decision_words import (
    KIND,
    NOTHING_TYPED,
    STAGE,
    DecisionView,
    Option,
    Typed,
    anchor_of,
    css_of,
    say_value,
    state_of,
    sure_of,
)
from review.pages.flags import FlagGroup, lay_out_flag_groups, lay_out_flag_row
from review.pages.places import Places, Quote
from review.words import count, say_time


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


def lay_out_decisions(
    case: Case,
    decisions: Mapping[str, Decision],
    matters: tuple[Matter, ...],
    places: Places,
    typed: Typed = NOTHING_TYPED,
) -> Decisions:
    """Return every decision of a case; ``places`` are those of the mail it was opened for."""
    rows = [_plain(KIND, "T", "Type of message", KINDS, case, decisions.get(KIND), typed)]
    is_complaint = typed.values.get(KIND, case.kind) in COMPLAINTS
    rows += [_matter(case, matter, decisions.get(f"matter:{matter.number}"), typed) for matter in matters]
    if is_complaint or STAGE in decisions:
        rows.append(_plain(STAGE, "S", "Stage asked for", STAGES, case, decisions.get(STAGE), typed))
    rows = [replace(row, found=_found(decisions.get(row.name), places)) for row in rows]
    flags = {key: row for key, row in decisions.items() if key.startswith("flag:")}
    flag_row = lay_out_flag_row(flags, places, typed)
    left = [row for row in (*rows, flag_row) if row.state != "ok"]
    needing = [row for row in left if row.state == "need"]
    return Decisions(
        rows=tuple(rows),
        flags=flag_row,
        flag_groups=lay_out_flag_groups(flags, places, typed),
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


def _plain(
    key: str, chip: str, title: str, table: Mapping[str, Label], case: Case, row: Decision | None, typed: Typed
) -> DecisionView:
    was = shown_value(row) if row else case.stage if key == STAGE else ""
    value = typed.values.get(key, was)
    options = make_options(key, table, value)
    state = "ok" if row is None and key == STAGE and case.stage else state_of(row)
    return DecisionView(
        name=key, chip=chip, anchor=anchor_of(key), css=f"pr-c-{css_of(key)}", title=title,
        value=_shown(key, row) if row else say_value(key, value), sure=sure_of(row), state=state,
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
    state = state_of(row)
    turns_away = row is not None and Route.OUT_OF_SCOPE in {row.suggested.partition(":")[0], route}
    return DecisionView(
        name=key, chip=str(matter.number), anchor=anchor_of(key), css=f"pr-c-{css_of(key)}", title=matter.gist,
        value=_shown(key, row), sure=sure_of(row), state=state,
        is_open=state == "need" or key in typed.errors, why=_why(case, key, row),
        source=row.source if row else "", legend=f"Route for matter {matter.number}", options=options, was=was,
        reasons=tuple(Option(id="", value=c, words=w, checked=c == reason) for c, w in REASONS.items()),
        asks_why=matter.needs_discretion or turns_away,
        typed_why=typed.whys.get(key, row.why if row else ""), error=typed.errors.get(key, ""),
    )  # fmt: skip


def _found(row: Decision | None, places: Places) -> tuple[Quote, ...]:
    return places.quotes(row.evidence) if row else ()


def _shown(key: str, row: Decision | None) -> str:
    if row is None or not row.value:
        return "Needs you"
    if needs_person(row):
        return "Needs you" if row.sureness == "not_sure" else f"Needs you: {say_value(key, row.suggested).lower()}?"
    return say_value(key, row.value)


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
