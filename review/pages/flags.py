"""Lay out the flags of a case: boxes for facts, questions for what only a person may say."""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.models import Decision
from review.guards import needs_person, shown_value
from review.labels import FLAG_GROUPS, FLAGS
from review.pages.decision_words import FLAG, YES_NO, DecisionView, Option, Typed, sure_of, title_of
from review.pages.places import Places, Quote
from review.words import count


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagQuestion:
    """Hold one flag that only a person may give: its words, why it is asked, yes or no."""

    name: str
    words: str
    why: str
    options: tuple[Option, ...]
    error: str = ""
    found: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagGroup:
    """Hold the flags of one kind: boxes, and questions that need an answer of their own."""

    heading: str
    boxes: tuple[Option, ...]
    questions: tuple[FlagQuestion, ...]


def lay_out_flag_row(flags: Mapping[str, Decision], places: Places, typed: Typed) -> DecisionView:
    """Return the one row that stands for all flags: how many need a person, else which are on."""
    left = [row for row in flags.values() if not row.chosen]
    asked = [row for row in left if needs_person(row)]
    on = [FLAGS[key[5:]].words for key, row in flags.items() if shown_value(row) == "yes" and key[5:] in FLAGS]
    state = "need" if asked else ("" if left else "ok")
    if asked:
        value = f"{count(len(asked), 'flag needs', 'flags need')} you"
    else:
        value = ", ".join([on[0], *(words.lower() for words in on[1:])]) if on else "None"
    errors = [words for key, words in typed.errors.items() if key.startswith("flag:")]
    whys = tuple(_why(key, row, places) for key, row in flags.items() if row.words and not needs_person(row))
    return DecisionView(
        name=FLAG, chip="F", anchor="d-f", css="pr-c-f", title="Flags", value=value, state=state,
        sure=sure_of(asked[0] if asked else (left[0] if left else (next(iter(flags.values()), None)))),
        is_open=state == "need" or bool(errors), why=whys, error=" ".join(errors),
    )  # fmt: skip


def lay_out_flag_groups(flags: Mapping[str, Decision], places: Places, typed: Typed) -> tuple[FlagGroup, ...]:
    """Return every flag there is in its group; those that are only a question are asked, never ticked."""
    groups = []
    for tone, heading in FLAG_GROUPS.items():
        codes = [code for code, label in FLAGS.items() if label.tone == tone]
        asked = [code for code in codes if f"flag:{code}" in flags and needs_person(flags[f"flag:{code}"])]
        boxes = tuple(_box(code, flags, typed) for code in codes if code not in asked)
        questions = tuple(_question(code, flags[f"flag:{code}"], places, typed) for code in asked)
        groups.append(FlagGroup(heading=heading, boxes=boxes, questions=questions))
    return tuple(groups)


def _why(key: str, row: Decision, places: Places) -> str:
    found = (f"In {quote.place}: “{quote.words}”" for quote in places.quotes(row.evidence))
    return " ".join([f"{title_of(key)}. {row.words}", *found])


def _box(code: str, flags: Mapping[str, Decision], typed: Typed) -> Option:
    key = f"flag:{code}"
    value = typed.values.get(key, shown_value(flags[key]) if key in flags else "")
    was = shown_value(flags[key]) if key in flags else ""
    return Option(id=f"f-{code}", key=key, value="yes", words=FLAGS[code].words, checked=value == "yes", was=was)


def _question(code: str, row: Decision, places: Places, typed: Typed) -> FlagQuestion:
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
        found=places.quotes(row.evidence),
    )
