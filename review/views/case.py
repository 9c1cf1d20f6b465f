"""Show one case and save what a person decides about it."""

from collections.abc import Sequence
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.desk import desk_calendar
from cases.errors import CaseError, IncompleteError, StaleError
from cases.letter_case import acknowledgements
from cases.models import Case, MaybeSame
from cases.selectors.case import CaseFile, find_other_reader, find_place, open_file
from cases.services import triage
from cases.services.danger.opening import note_opened
from cases.services.judgement.needed import JudgementNeededError
from cases.states import MoveError
from classify.labels import COMPLAINTS
from review.access import member_of, sees_cases
from review.forms.choices import ACCEPT, LATER, LETTER, read_choices, read_values, read_whys, was_touched
from review.pages.case import lay_out_case
from review.pages.conflict import lay_out_conflict
from review.pages.decision_words import NOTHING_TYPED, Typed, anchor_of, say_missing
from review.pages.rows import Desk

OPENED_LATELY = timedelta(minutes=10)


@require_safe
@sees_cases
def show_case(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Show one case."""
    note_opened(case_id=case_id, member=member_of(request))
    return _page(request, _file(request, case_id))


@require_POST
@sees_cases
def save(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Save the choices; a clash or a missing choice shows the page again with everything that was typed."""
    file = _file(request, case_id)
    if unanswered := [key for key in request.POST.getlist("ask") if not request.POST.get(key)]:
        return _conflict(request, file, unanswered)
    unseen = file.case.your_view_first and not file.case.has_open_alert
    try:
        case = _save(request, file, unseen=unseen)
    except StaleError:
        return _conflict(request, _file(request, case_id))
    except JudgementNeededError as error:
        return _judge_first(request, file, error)
    except (CaseError, MoveError) as error:
        return _refused(request, file, error)
    return _next(request, case, request.POST.get("save", LATER), unseen=unseen)


@require_POST
@sees_cases
def add_matter(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Add a matter that Putright did not find."""
    post = request.POST
    reason = post.get("new-reason", "") if post.get("new-route") == "out_of_scope" else ""
    try:
        triage.add_matter(
            case_id=case_id, version=_version(request), member=member_of(request),
            gist=post.get("new-gist", ""), route=post.get("new-route", ""), reason=reason,
        )  # fmt: skip
    except CaseError as error:
        return _refused(request, _file(request, case_id), error)
    messages.success(request, "Matter added.")
    return redirect("review:case", case_id)


@require_POST
@sees_cases
def file_case(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Close a case that needs no letter, with the reason a person gives."""
    why = request.POST.get("why", "")
    try:
        case = triage.file_case(case_id=case_id, version=_version(request), member=member_of(request), why=why)
    except (CaseError, MoveError) as error:
        return _refused(request, _file(request, case_id), error)
    messages.success(request, f"{case.reference} is closed.")
    return redirect("review:queue")


@require_POST
@sees_cases
def answer_pair(request: HttpRequest, pair_id: int) -> HttpResponseBase:
    """Say whether two cases belong together; it can be answered again."""
    pair = get_object_or_404(MaybeSame, pk=pair_id)
    triage.answer_maybe_same(pair_id=pair_id, member=member_of(request), join=request.POST.get("answer") == "join")
    back = pair.other_id if request.POST.get("back") == str(pair.other_id) else pair.case_id
    return redirect(f"{reverse('review:case', args=[back])}#other-h")


def _judge_first(request: HttpRequest, file: CaseFile, error: JudgementNeededError) -> HttpResponse:
    """Keep every choice, and go where the matters are judged that this letter would say no to."""
    _save(request, file, unseen=False, writes=False)
    messages.warning(request, f"Your decisions are kept. Before the letter is written: {error}")
    return redirect("review:case-judgement", file.case.pk)


def _save(request: HttpRequest, file: CaseFile, *, unseen: bool, writes: bool = True) -> Case:
    mode = request.POST.get("save", LATER)
    case = triage.save_decisions(
        case_id=file.case.pk,
        version=_version(request),
        member=member_of(request),
        choices=read_choices(request.POST, file.decisions, mode=mode, unseen=unseen),
        note=request.POST.get("note", "").strip(),
        write_letter=writes and mode == LETTER and not unseen,
    )
    _add_first_matter(request, case, unseen=unseen)
    return case


def _file(request: HttpRequest, case_id: int) -> CaseFile:
    file = open_file(case_id, member_of(request))
    if file is None:
        raise Http404
    return file


def _desk(request: HttpRequest) -> Desk:
    return Desk(now=timezone.now(), is_working_day=desk_calendar().is_working_day, member=member_of(request))


def _page(
    request: HttpRequest,
    file: CaseFile,
    *,
    typed: Typed = NOTHING_TYPED,
    errors: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    desk = _desk(request)
    reader = find_other_reader(file.case.pk, member_id=desk.member.pk, since=desk.now - OPENED_LATELY)
    view = lay_out_case(file, desk, place=find_place(file.case.pk, desk.member), reader=reader, typed=typed)
    shown = {"page": view, "case": file.case, "errors": errors, "typed": typed}
    return render(request, "review/case.html", shown, status=422 if errors else 200)


def _refused(request: HttpRequest, file: CaseFile, error: Exception) -> HttpResponse:
    """Show the page again with every choice as it was made, and what is wrong where it is wrong."""
    said = error.missing if isinstance(error, IncompleteError) else {"": str(error)}
    missing = {key: say_missing(key, words) for key, words in said.items()}
    values, whys = read_values(request.POST), read_whys(request.POST)
    typed = Typed(values=values, whys=whys, errors=missing, note=request.POST.get("note", file.case.note))
    return _page(request, file, typed=typed, errors=[(_anchor(key), words) for key, words in missing.items()])


def _anchor(key: str) -> str:
    named = {"which": "which-h", "alert": "safe-h", "gist": "new-gist", "matters": "new-gist"}
    named |= {"why": "file-why", "": ""}
    return named[key] if key in named else anchor_of(key)


def _conflict(request: HttpRequest, file: CaseFile, unanswered: list[str] | None = None) -> HttpResponse:
    chosen = {row.key for row in file.decisions if row.chosen}
    mode = request.POST.get("save", LATER)
    # What somebody else has decided meanwhile is disputed only by a choice of mine, not by a suggestion left as it was;
    # and what is saved for later holds nothing that nobody touched.
    posted = read_values(request.POST).items()
    mine = {
        key: value
        for key, value in posted
        if was_touched(request.POST, key, value) or (mode != LATER and key not in chosen)
    }
    mine |= {key: request.POST[f"mine:{key}"] for key in unanswered or () if f"mine:{key}" in request.POST}
    member, note = member_of(request), request.POST.get("note", "")
    conflict = lay_out_conflict(file.decisions, mine, note=note, member_id=member.pk, unanswered=unanswered or ())
    view = lay_out_case(file, _desk(request))
    shown = {"page": view, "case": file.case, "conflict": conflict, "mode": mode}
    return render(request, "review/conflict.html", shown, status=409)


def _add_first_matter(request: HttpRequest, case: Case, *, unseen: bool) -> None:
    """Keep the matter somebody named before they saw any: a case with none of its own needs it made."""
    route = request.POST.get("matter:1", "")
    if not (unseen and route and case.kind in COMPLAINTS) or case.matters.exists():
        return
    reason = request.POST.get("matter:1:reason", "") if route == "out_of_scope" else ""
    gist = request.POST.get("matter:1:why", "").strip() or case.gist
    member = member_of(request)
    triage.add_matter(case_id=case.pk, version=case.version, member=member, gist=gist, route=route, reason=reason)


def _next(request: HttpRequest, case: Case, mode: str, *, unseen: bool) -> HttpResponse:
    """Go where the work goes on: what Putright thinks, the first decision left, the letter, or the queue."""
    here = reverse("review:case", args=[case.pk])
    if unseen:
        messages.success(request, "Your view is kept. Here is what Putright thinks; you may still change yours.")
        return redirect(here)
    if mode == ACCEPT:
        file = _file(request, case.pk)
        first_left = lay_out_case(file, _desk(request)).decisions.first_left
        return redirect(f"{here}#{first_left}")
    messages.success(request, f"{case.reference} is saved.")
    letter = acknowledgements(case).exclude(state="dropped").order_by("-pk").first() if mode == LETTER else None
    if letter is None:
        return redirect("review:queue")
    try:
        return redirect(reverse("review:letter", args=[letter.pk]))
    except NoReverseMatch:
        return redirect(here)


def _version(request: HttpRequest) -> int:
    value = request.POST.get("version", "")
    return int(value) if value.isdecimal() else 0
