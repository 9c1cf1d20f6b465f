"""Show what must be judged before a letter says no, and how a person's behaviour is dealt with; save each step."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.desk import desk_calendar
from cases.errors import CaseError, IncompleteError
from cases.models import TeamMember
from cases.selectors.judgement import JudgementFile, open_judgements, open_ladders, without_shut
from cases.services.judgement import behaviour, restricting
from cases.services.judgement.recording import write_judgement
from cases.states import MoveError
from review.access import member_of, sees_cases
from review.forms.judgement import read_day, read_judgement, read_length, read_number
from review.pages.behaviour import lay_out_open
from review.pages.case_more import more_pages
from review.pages.judgement import NOTHING, Typed, lay_out_judgements
from review.pages.rows import Desk
from review.reads import tell_rows

WORDS = "Refusals and behaviour"
SAVED = {
    "raise": "A manager will look at it. The complaint goes on as before.",
    "confirm": "Kept. Nothing was sent: the warning is a letter of its own.",
    "not_uphold": "Kept as not upheld, with your reason.",
    "warn": "The warning is noted.",
    "restrict": "Kept. It stands on each of this person's cases, with its review.",
    "review": "The review is kept.",
    "end": "It has ended.",
}


@require_safe
@sees_cases
def show(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Show the page of one case."""
    return _page(request, _file(case_id))


@require_safe
@sees_cases
def show_open(request: HttpRequest) -> HttpResponseBase:
    """List everybody whose behaviour is being dealt with, what is to be reviewed first at the top."""
    rows = lay_out_open(open_ladders(member_of(request)), timezone.localdate())
    tell_rows(request, len(rows))
    return render(request, "review/behaviours.html", {"rows": rows})


@require_POST
@sees_cases
def record(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Keep one judgement; what is missing shows the page again with everything that was typed."""
    _file(case_id)
    judgement, member = read_judgement(request.POST), member_of(request)
    version = read_number(request.POST, "version")
    try:
        write_judgement(case_id=case_id, version=version, member=member, judgement=judgement)
    except (CaseError, MoveError) as error:
        return _refused(request, case_id, request.POST.get("form", ""), error)
    messages.success(request, "Your judgement is kept, and stands beside the letter for whoever signs it.")
    is_whole = not any(need.missing for need in _file(case_id).needs)
    return redirect("review:case" if is_whole and judgement.matter else "review:case-judgement", case_id)


@require_POST
@sees_cases
def step(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Take one step of the ladder."""
    _file(case_id)
    name = request.POST.get("step", "")
    if name not in _STEPS:
        raise Http404
    try:
        _STEPS[name](case_id, request.POST, member_of(request))
    except (CaseError, MoveError) as error:
        return _refused(request, case_id, name, error)
    messages.success(request, SAVED[name])
    return redirect("review:case-judgement", case_id)


def _raise(case_id: int, post: QueryDict, member: TeamMember) -> None:
    behaviour.raise_behaviour(case_id=case_id, member=member, flags=post.getlist("flags"), why=post.get("why", ""))


def _confirm(case_id: int, post: QueryDict, member: TeamMember) -> None:
    behaviour.confirm(
        behaviour_id=_ladder(case_id, post), version=read_number(post, "version"), member=member,
        why=post.get("why", ""), adjustments=post.get("adjustments", ""), seen=read_number(post, "seen"),
    )  # fmt: skip


def _not_uphold(case_id: int, post: QueryDict, member: TeamMember) -> None:
    behaviour.not_uphold(
        behaviour_id=_ladder(case_id, post),
        version=read_number(post, "version"),
        member=member,
        why=post.get("why", ""),
    )


def _warn(case_id: int, post: QueryDict, member: TeamMember) -> None:
    behaviour.warn(
        behaviour_id=_ladder(case_id, post), version=read_number(post, "version"), member=member,
        why=post.get("why", ""), warned_on=read_day(post, "warned_on"), letter_id=read_number(post, "letter"),
    )  # fmt: skip


def _restrict(case_id: int, post: QueryDict, member: TeamMember) -> None:
    restricting.restrict(
        behaviour_id=_ladder(case_id, post), version=read_number(post, "version"), member=member,
        why=post.get("why", ""), restriction=post.get("restriction", ""), words=post.get("words", ""),
        length=read_length(post),
    )  # fmt: skip


def _review(case_id: int, post: QueryDict, member: TeamMember) -> None:
    choice = post.get("goes_on", "")
    if choice not in {"yes", "no"}:
        raise IncompleteError({"goes_on": "Choose whether it goes on, or ends."})
    restricting.review(
        behaviour_id=_ladder(case_id, post), version=read_number(post, "version"), member=member,
        why=post.get("why", ""), goes_on=choice == "yes", length=read_length(post),
    )  # fmt: skip


def _end(case_id: int, post: QueryDict, member: TeamMember) -> None:
    restricting.end(
        behaviour_id=_ladder(case_id, post),
        version=read_number(post, "version"),
        member=member,
        why=post.get("why", ""),
    )


_STEPS: dict[str, Callable[[int, QueryDict, TeamMember], None]] = {
    "raise": _raise,
    "confirm": _confirm,
    "not_uphold": _not_uphold,
    "warn": _warn,
    "restrict": _restrict,
    "review": _review,
    "end": _end,
}


def _ladder(case_id: int, post: QueryDict) -> int:
    """Return the id of a ladder that the page of this case shows; no other can be climbed from here."""
    number = read_number(post, "ladder")
    file = _file(case_id)
    if number not in {row.pk for row in file.ladders}:
        raise Http404
    return number


def _file(case_id: int) -> JudgementFile:
    file = open_judgements(case_id)
    if file is None:
        raise Http404
    return file


def _refused(request: HttpRequest, case_id: int, form: str, error: Exception) -> HttpResponse:
    """Show the page again with what was typed, and what is wrong beside where it is wrong."""
    said = error.missing if isinstance(error, IncompleteError) else {"": str(error)}
    typed = Typed(form=form, values=request.POST.dict(), errors=said)
    return _page(
        request, _file(case_id), typed, [(f"{form}-{name}" if name else "", words) for name, words in said.items()]
    )


def _page(
    request: HttpRequest, file: JudgementFile, typed: Typed = NOTHING, errors: list[tuple[str, str]] | None = None
) -> HttpResponse:
    desk = Desk(now=timezone.now(), is_working_day=desk_calendar().is_working_day, member=member_of(request))
    shown = {
        "page": lay_out_judgements(without_shut(file, desk.member), desk, typed),
        "case": file.case,
        "page_words": WORDS,
        "more": more_pages(file.case.pk, here="case-judgement"),
        "errors": errors or [],
        "ticked": request.POST.getlist("flags"),
    }
    return render(request, "review/judgement.html", shown, status=422 if errors else 200)
