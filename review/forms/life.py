"""Carry out what a form of a matter's life asks for: one small reader for each form, in one table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cases.errors import IncompleteError
from cases.models import TeamMember
from cases.services.matters import answering, escalating, linking, parking, requests, rerouting, splitting, withdrawing
from cases.services.outcomes import deciding, recommending
from review.forms.typed import TypedForm

MOST_PARTS = 3
EVERY_PART = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Hold who asks, for which case, and which version of it they saw."""

    case_id: int
    version: int
    member: TeamMember


Run = Callable[[TypedForm, Asker], object]


def _split(form: TypedForm, by: Asker) -> object:
    number, pieces = form.number("number"), form.number("pieces")
    parts = []
    for place in range(1, MOST_PARTS + 1):
        gist, value = form.text(f"gist-{place}"), form.text(f"route-{place}")
        if not gist and place > splitting.FEWEST_PARTS:
            continue
        route, _, reason = value.partition(":")
        wanted = {str(place), EVERY_PART}
        evidence = tuple(piece for piece in range(pieces) if form.text(f"evidence-{piece}") in wanted)
        parts.append(splitting.Part(gist=gist, route=route, reason=reason, evidence=evidence))
    missing = {f"gist-{place}": "Say what this part is." for place, part in enumerate(parts, 1) if not part.gist}
    if missing:
        raise IncompleteError(missing)
    return splitting.split_matter(**_by(by), number=number, parts=parts, why=form.text("why"))


def _merge(form: TypedForm, by: Asker) -> object:
    return splitting.merge_matters(
        **_by(by),
        numbers=form.numbers("matters"),
        into=form.number("into"),
        gist=form.text("gist"),
        why=form.text("why"),
    )


def _reroute(form: TypedForm, by: Asker) -> object:
    route, _, reason = form.text("route").partition(":")
    return rerouting.reroute_matter(
        **_by(by),
        number=form.number("number"),
        route=route,
        reason=reason,
        stage=form.optional_number("stage"),
        why=form.text("why"),
    )


def _escalate(form: TypedForm, by: Asker) -> object:
    request = requests.Request(
        requested_on=form.day("requested_on"),
        mail_id=form.optional_number("mail"),
        is_spoken=form.is_ticked("how", "spoken"),
        after_missed_limit=form.is_ticked("how", "missed"),
        ask_first=form.is_ticked("how", "ask_first"),
        words=form.text("words"),
    )
    form.done()
    wanted: dict[str, Any] = {"matters": form.numbers("matters"), "stage": form.number("stage")}
    return escalating.escalate(**_by(by), **wanted, request=request)


def _answer(form: TypedForm, by: Asker) -> object:
    sent_on = form.day("sent_on")
    form.done()
    return answering.answer_stage(
        **_by(by),
        matters=form.numbers("matters"),
        stage=form.number("stage"),
        sent_on=sent_on,
        channel=form.text("channel"),
    )


def _outcome(form: TypedForm, by: Asker) -> object:
    found = deciding.Found(
        finding=form.text("finding"),
        decided_on=form.day("decided_on"),
        remedies=form.texts("remedies"),
        words=form.text("words"),
    )
    form.done()
    return deciding.decide_outcome(**_by(by), number=form.number("number"), stage=form.text("stage"), found=found)


def _finish(form: TypedForm, by: Asker) -> object:
    return answering.finish_matters(**_by(by), matters=form.numbers("matters"), why=form.text("why"))


def _not_take(form: TypedForm, by: Asker) -> object:
    return answering.not_take(**_by(by), matters=form.numbers("matters"), why=form.text("why"))


def _withdraw(form: TypedForm, by: Asker) -> object:
    said_on = form.day("said_on")
    form.done()
    return withdrawing.withdraw(
        **_by(by),
        matters=form.numbers("matters"),
        words=form.text("words"),
        said_on=said_on,
        mail_id=form.optional_number("mail"),
        told_to=form.is_ticked("told_to", "yes"),
    )


def _take_up(form: TypedForm, by: Asker) -> object:
    wanted: dict[str, Any] = {"matters": form.numbers("matters"), "route": form.text("route"), "why": form.text("why")}
    return withdrawing.take_up_again(**_by(by), **wanted)


def _park(form: TypedForm, by: Asker) -> object:
    ask_again_on = form.day("ask_again_on")
    form.done()
    return parking.park(
        **_by(by),
        matters=form.numbers("matters"),
        reason=form.text("reason"),
        why=form.text("why"),
        ask_again_on=ask_again_on,
    )


def _ask_again(form: TypedForm, by: Asker) -> object:
    matters, why, still = form.numbers("matters"), form.text("why"), form.text("still")
    if still == "no":
        return parking.unpark(**_by(by), matters=matters, why=why)
    if still != "yes":
        raise IncompleteError({"still": "Say whether it still goes on."})
    ask_again_on = form.day("ask_again_on")
    form.done()
    return parking.ask_again(**_by(by), matters=matters, ask_again_on=ask_again_on, why=why)


def _ombudsman(form: TypedForm, by: Asker) -> object:
    on = form.day("on")
    form.done()
    mail_id, why = form.optional_number("mail"), form.text("why")
    wanted: dict[str, Any] = {"matters": form.numbers("matters"), "why": why, "mail_id": mail_id}
    return escalating.go_to_ombudsman(**_by(by), **wanted, on=on)


def _come_back(form: TypedForm, by: Asker) -> object:
    on = form.day("on")
    form.done()
    mail_id, why = form.optional_number("mail"), form.text("why")
    wanted: dict[str, Any] = {"matters": form.numbers("matters"), "why": why, "mail_id": mail_id}
    return escalating.come_back(**_by(by), **wanted, stage=form.number("stage"), on=on)


def _decide(form: TypedForm, by: Asker) -> object:
    agree = form.text("agree")
    if agree not in {"yes", "no"}:
        raise IncompleteError({"agree": "Say whether the stage is taken."})
    return requests.decide_request(
        request_id=form.number("request"),
        version=by.version,
        member=by.member,
        agree=agree == "yes",
        why=form.text("why"),
    )


def _recommend(form: TypedForm, by: Asker) -> object:
    due_on = form.day("due_on")
    form.done()
    return recommending.recommend(
        **_by(by),
        stage=form.text("stage"),
        words=form.text("words"),
        owner=form.text("owner"),
        due_on=due_on,
        matter=form.number("number"),
    )


def _link(form: TypedForm, by: Asker) -> object:
    return linking.link_cases(case_id=by.case_id, reference=form.text("reference"), member=by.member)


RUN: Mapping[str, Run] = {
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
"""What each form does, by the word that stands in its address."""


def _by(asker: Asker) -> dict[str, Any]:
    return {"case_id": asker.case_id, "version": asker.version, "member": asker.member}
