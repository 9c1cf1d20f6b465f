"""Show what somebody must do, for one case and over all cases, and write down what people say of it."""

from collections.abc import Callable
from datetime import date, datetime, time

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.conflicts import has_conflict
from cases.errors import CaseError, IncompleteError, NotAllowedError
from cases.models import Conflict, Task, TeamMember
from cases.selectors.tasks import CaseTasks, When, Who, kinds_open, list_tasks, open_tasks_of, team_members
from cases.services.tasks import conflicts, results
from cases.services.tasks.raising import hand_task
from cases.states import MoveError
from config.tasks import NOT_NEEDED
from review.access import member_of, sees_cases
from review.pages.case_more import more_pages
from review.pages.task_list import PAGE_SIZE, lay_out_choices, lay_out_rows, say_number
from review.pages.tasks import NOTHING_TYPED, Typed, lay_out_todo
from review.reads import tell_rows
from review.views.letter import desk_of

DONE_BEFORE = "Somebody else did this first. See below how it stands."
WRONG_DAY = "That is no day. Write it as 2026-03-12, or choose it."


@require_safe
@sees_cases
def show_todo(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Show what is to do for one case, and who may not handle it."""
    return _page(request, _file(request, case_id))


@require_safe
@sees_cases
def show_all(request: HttpRequest) -> HttpResponseBase:
    """List what is to do over all cases, what is due first at the top."""
    desk, kind = desk_of(request), request.GET.get("kind", "")
    asked = request.GET
    who = Who(asked["who"]) if asked.get("who") in set(Who) else Who.MINE
    when = When(asked["due"]) if asked.get("due") in set(When) else When.ANY
    end = datetime.combine(desk.today, time.max, tzinfo=timezone.get_default_timezone())
    rows = list_tasks(desk.member, who=who, when=when, kind=kind, now=desk.now, end=end)
    number, first = rows.count(), (_page_number(request) - 1) * PAGE_SIZE
    shown = lay_out_rows(rows[first : first + PAGE_SIZE], desk)
    tell_rows(request, len(shown))
    more = {"rows": shown, "words": say_number(number)} | _pages(request, number, first)
    return render(request, "review/todo_all.html", more | lay_out_choices(who, when, kind, kinds_open()))


@require_POST
@sees_cases
def end_task(request: HttpRequest, case_id: int, number: int) -> HttpResponseBase:
    """Write down what came of a task, or that it is not needed."""

    def save(member: TeamMember) -> str:
        result, note = request.POST.get("result", ""), request.POST.get("note", "")
        if not result:
            raise IncompleteError({"result": "Choose what came of it."})
        if result == NOT_NEEDED:
            results.set_not_needed(task_id=number, member=member, why=note)
        else:
            results.record_result(task_id=number, member=member, result=result, note=note)
        return "Written down."

    _require(Task.objects.filter(pk=number, case=case_id).exists())
    return _saved(request, case_id, f"task-{number}", save)


@require_POST
@sees_cases
def change_task(request: HttpRequest, case_id: int, number: int) -> HttpResponseBase:
    """Hand a task to somebody, put it off, or open it again."""
    _require(Task.objects.filter(pk=number, case=case_id).exists())

    def save(member: TeamMember) -> str:
        do = request.POST.get("do", "")
        if do == "reopen":
            results.reopen(task_id=number, member=member)
            return "It is to do again, and it is yours."
        if do == "off":
            return _put_off(request, number, member)
        to = _member(request.POST.get("to", ""))
        hand_task(task_id=number, member=member, to=to)
        return f"It is with {to.full_name if to else 'nobody of its own'} now."

    return _saved(request, case_id, f"task-{number}", save)


@require_POST
@sees_cases
def add_task(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Add something to do."""
    post = request.POST

    def save(member: TeamMember) -> str:
        day = _day(post.get("due", "")) if post.get("due") else None
        results.add_task(
            case_id=case_id, member=member, kind=post.get("kind", ""), words=post.get("words", ""), due_on=day,
            to=_member(post.get("to", "")),
        )  # fmt: skip
        return "Added."

    return _saved(request, case_id, "add", save)


@require_POST
@sees_cases
def add_conflict(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Shut a case to a colleague, or to oneself, who then sees it no more."""
    about, why = request.POST.get("about", ""), request.POST.get("why", "")

    def save(member: TeamMember) -> str:
        about_id = int(about) if about.isdecimal() else 0
        conflicts.add_conflict(case_id=case_id, member=member, about_id=about_id, why=why)
        return "Written down. They can no longer open, decide, write or sign this case."

    return _saved(request, case_id, "shut", save)


@require_POST
@sees_cases
def answer_conflict(request: HttpRequest, case_id: int, number: int) -> HttpResponseBase:
    """Write down what a manager says of a colleague who is named: they may handle the case, or they may not."""
    _require(Conflict.objects.filter(pk=number, case=case_id).exists())

    def save(member: TeamMember) -> str:
        if request.POST.get("do") == "shut":
            conflicts.confirm_conflict(conflict_id=number, member=member)
            return "The case is shut to them."
        conflicts.lift_conflict(conflict_id=number, member=member, why=request.POST.get("why", ""))
        return "The case is open to them again."

    return _saved(request, case_id, f"conflict-{number}", save)


def _put_off(request: HttpRequest, task_id: int, member: TeamMember) -> str:
    why = request.POST.get("off-note", "")
    try:
        results.put_off(task_id=task_id, member=member, due_on=_day(request.POST.get("due", "")), why=why)
    except IncompleteError as error:
        # The page has two fields for words: this is the one of the lower form.
        raise IncompleteError({"off" if k == "note" else k: words for k, words in error.missing.items()}) from error
    return "Put off."


def _saved(request: HttpRequest, case_id: int, form: str, save: Callable[[TeamMember], str]) -> HttpResponse:
    """Carry out what a form asks for; refused, the page comes again with all that was typed in it."""
    _file(request, case_id)
    member = member_of(request)
    try:
        messages.success(request, save(member))
    except IncompleteError as error:
        return _refused(request, case_id, form, error.missing, 422)
    except NotAllowedError as error:
        return _refused(request, case_id, form, {"": str(error)}, 403)
    except (CaseError, MoveError) as error:
        words = str(error) if isinstance(error, CaseError) else DONE_BEFORE
        return _refused(request, case_id, form, {"": words}, 409)
    if has_conflict(case_id, member):
        return redirect("review:queue")
    return redirect(f"{reverse('review:case-todo', args=[case_id])}#{form}")


def _refused(request: HttpRequest, case_id: int, form: str, errors: dict[str, str], status: int) -> HttpResponse:
    typed = Typed(form=form, values=request.POST.dict(), errors=errors)
    return _page(request, _file(request, case_id), typed=typed, status=status)


def _page(request: HttpRequest, file: CaseTasks, *, typed: Typed = NOTHING_TYPED, status: int = 200) -> HttpResponse:
    case = file.case
    shown = {
        "case": case,
        "page_words": "To do",
        "more": more_pages(case.pk, here="case-todo"),
        "errors": [(f"{typed.form}-{key}" if key else "", words) for key, words in typed.errors.items()],
        "page": lay_out_todo(file, desk_of(request), typed),
    }
    return render(request, "review/todo.html", shown, status=status)


def _file(request: HttpRequest, case_id: int) -> CaseTasks:
    file = open_tasks_of(case_id, member_of(request))
    if file is None:
        raise Http404
    return file


def _require(is_there: bool) -> None:  # noqa: FBT001 - it is what its name says
    if not is_there:
        raise Http404


def _page_number(request: HttpRequest) -> int:
    value = request.GET.get("page", "")
    return max(1, int(value[:6])) if value[:6].isdecimal() else 1


def _pages(request: HttpRequest, number: int, first: int) -> dict[str, str]:
    """Return where the tasks before and after those of this page are; "" where there are none."""
    here = first // PAGE_SIZE + 1

    def lead(page: int) -> str:
        asked = request.GET.copy()
        asked["page"] = str(page)
        return f"?{asked.urlencode()}"

    return {
        "before": lead(here - 1) if here > 1 else "",
        "after": lead(here + 1) if first + PAGE_SIZE < number else "",
    }


def _member(value: str) -> TeamMember | None:
    return team_members().filter(pk=int(value)).first() if value.isdecimal() else None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value.strip())
    except ValueError as error:
        raise IncompleteError({"due": WRONG_DAY}) from error
