"""Lay out what must be judged before a case's letter says no: the questions, the other side, and what was written."""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.desk import desk_discretion
from cases.judging import NOT_TAKE, PAGE, TAKE, Need, value_of
from cases.models import Discretion, Matter
from cases.selectors.judgement import JudgementFile
from classify.labels import Reason, Route
from config.discretion import WRONG_PROCEDURE, Bar, By
from review.labels import say_route
from review.pages.behaviour import LadderView, lay_out_behaviour
from review.pages.rows import Desk
from review.words import say_long_day, say_moment

OTHER = "other"
"""The form of a refusal that is no reason of a matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Hold one question with its box: what was typed into it, and what is wrong with that."""

    id: str
    name: str
    words: str
    hint: str = ""
    value: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideView:
    """Hold the case for the other procedure."""

    heading: str
    signs: tuple[tuple[str, str, str], ...]
    against: tuple[str, ...]
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView:
    """Hold one form: its questions, and what was typed. ``refusal`` says why this person may not; "" if they may.

    ``about`` is the matter chosen where the form asks for it.
    """

    key: str
    question: str
    matter: int
    boxes: tuple[Box, ...]
    decisions: tuple[tuple[str, str, str, bool], ...]
    why: Box
    asks_day: bool
    day: Box
    has_read: bool
    errors: Mapping[str, str]
    about: str = ""
    each_matter: bool = False
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordView:
    """Hold one judgement that was written."""

    title: str
    by: str
    decision: str
    why: str
    considered: tuple[tuple[str, str], ...]
    ask_again: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterView:
    """Hold one matter with what it needs. ``missing`` is what is still to be done, "" if nothing."""

    number: int
    gist: str
    route: str
    title: str
    because: str
    source: str
    missing: str
    side: SideView | None
    form: FormView | None
    is_open: bool
    records: tuple[RecordView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementView:
    """Hold the page."""

    matters: tuple[MatterView, ...]
    others: tuple[FormView, ...]
    titles: Mapping[str, str]
    records: tuple[RecordView, ...]
    behaviour: LadderView


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Hold what somebody typed into one form and could not save, and what is wrong with it, by field."""

    form: str = ""
    values: Mapping[str, str] | None = None
    errors: Mapping[str, str] | None = None

    def of(self, form: str) -> "Typed":
        """Return it for its own form, nothing for any other."""
        return self if form == self.form else Typed()

    def value(self, name: str) -> str:
        """Return what was typed into a field."""
        return (self.values or {}).get(name, "")

    def error(self, name: str) -> str:
        """Return what is wrong with a field."""
        return (self.errors or {}).get(name, "")


NOTHING = Typed()


def lay_out_judgements(file: JudgementFile, desk: Desk, typed: Typed = NOTHING) -> JudgementView:
    """Return the page of a case's refusals and its person's behaviour."""
    needs = {need.matter.number: need for need in file.needs}
    bars = desk_discretion().bars
    others = [bar for bar in bars.values() if bar.needs_record and bar.id not in {*Reason, WRONG_PROCEDURE}]
    rest = {bar.id for bar in others}
    return JudgementView(
        matters=tuple(_matter(matter, needs.get(matter.number), file, desk, typed) for matter in file.matters),
        others=tuple(_form(bar, 0, desk, typed, key=f"{OTHER}-{bar.id}") for bar in others),
        titles={f"{OTHER}-{bar.id}": bar.title for bar in others},
        records=tuple(lay_out_record(row) for row in file.written if row.question in rest),
        behaviour=lay_out_behaviour(file, desk, typed.form, typed.values or {}, typed.errors or {}),
    )


def lay_out_record(row: Discretion) -> RecordView:
    """Return one judgement in words."""
    bar = desk_discretion().bars.get(row.question)
    title = bar.title if bar else row.question.replace("_", " ").capitalize()
    about = f"Matter {row.matter}" if row.matter else "The case"
    return RecordView(
        title=f"{about}: {title[:1].lower()}{title[1:]}",
        by=f"{row.decided_by.full_name}, {say_moment(row.decided_at)}",
        decision=_say_decision(row.question, row.decision),
        why=row.why,
        considered=tuple((question, answer) for question, answer in row.considered),
        ask_again=f"We ask again on {say_long_day(row.ask_again_on)}." if row.ask_again_on else "",
    )


def _matter(matter: Matter, need: Need | None, file: JudgementFile, desk: Desk, typed: Typed) -> MatterView:
    bar = need.bar if need else desk_discretion().bars.get(matter.reason)
    rows = [row for row in file.written if row.matter == matter.number and row.question in {*Reason, WRONG_PROCEDURE}]
    key = f"record-{matter.number}"
    return MatterView(
        number=matter.number,
        gist=matter.gist,
        route=say_route(value_of(matter)),
        title=bar.title if bar else "",
        because=bar.because if bar else "",
        source=bar.source if bar else "",
        missing=_say_missing(need.missing) if need else "",
        side=_side(need) if need else None,
        form=_form(need.bar, matter.number, desk, typed, key=key) if need else None,
        is_open=bool(need and need.missing) or typed.form == key,
        records=tuple(lay_out_record(row) for row in rows),
    )


def _say_missing(words: str) -> str:
    """Leave out which matter and which page it is: whoever reads it stands on that page, at that matter."""
    here = words.replace(f", {PAGE}", "").partition(": ")[2]
    return here[:1].upper() + here[1:]


def _side(need: Need) -> SideView | None:
    if need.other_side is None:
        return None
    is_childrens = need.other_side.toward is Route.STATUTORY
    return SideView(
        heading="The case for the children's procedure" if is_childrens else "The case for the corporate procedure",
        signs=tuple((sign.words, sign.quote, sign.source) for sign in need.other_side.signs),
        against=need.other_side.against,
        findings=need.other_side.findings,
    )


def _form(bar: Bar, matter: int, desk: Desk, all_typed: Typed, *, key: str) -> FormView:
    typed, decided = all_typed.of(key), all_typed.of(key).value("decision")
    return FormView(
        key=key,
        question=bar.id,
        matter=matter,
        boxes=_boxes(bar, typed, key),
        decisions=tuple(
            (
                f"{key}-decision" if code == NOT_TAKE else f"{key}-{code}",
                code,
                _say_decision(bar.id, code),
                decided == code,
            )
            for code in (NOT_TAKE, TAKE)
        ),
        why=Box(id=f"{key}-why", name="why", words="Why", value=typed.value("why"), error=typed.error("why")),
        asks_day=bar.may_lift,
        day=Box(
            id=f"{key}-ask_again_on",
            name="ask_again_on",
            words="On which day do we ask again?",
            hint="At most three months ahead. It becomes a task of that day.",
            value=typed.value("ask_again_on"),
            error=typed.error("ask_again_on"),
        ),
        has_read=typed.value("has_read") == "yes",
        errors=typed.errors or {},
        about=typed.value("matter"),
        each_matter=bar.each_matter,
        refusal="A complaints manager judges this." if bar.by is By.MANAGER and not desk.member.may_sign else "",
    )


def _boxes(bar: Bar, typed: Typed, key: str) -> tuple[Box, ...]:
    return tuple(
        Box(
            id=f"{key}-{question.id}",
            name=f"answer-{question.id}",
            words=question.words,
            hint=question.hint,
            value=typed.value(f"answer-{question.id}"),
            error=typed.error(question.id),
        )
        for question in bar.questions
    )


def _say_decision(question: str, decision: str) -> str:
    if question == WRONG_PROCEDURE:
        return "It stays on this route" if decision == NOT_TAKE else "It goes to the other procedure"
    bar = desk_discretion().bars.get(question)
    if decision == TAKE:
        return "We take it: discretion is used"
    return "Not now" if bar and bar.may_lift else "We do not take it"
