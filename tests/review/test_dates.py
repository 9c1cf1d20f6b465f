"""The page of a case's dates: how each stands, its receipt, and the forms that move it."""

import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from cases.models import Event
from cases.services.clocks import pausing
from tests.cases.clock_cases import a_running_case, ask_for, recount
from tests.factories import make_mail, make_message

pytestmark = pytest.mark.django_db

FIRST = date(2026, 3, 3)


def _url(case, act=""):
    return (
        reverse("review:case-dates-act", args=[case.pk, act]) if act else reverse("review:case-dates", args=[case.pk])
    )


def _day(name, day, month=3, year=2026):
    return {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": str(year)}


def _paused(**given):
    return {"matter": "0", "code": "person_asked", "why": "She is abroad"} | _day("from_on", 3) | given


def _post(desk, case, act, **typed):
    return desk.post(_url(case, act), {"version": str(case.version)} | typed)


def _text(answer):
    return " ".join(answer.content.decode().split())


def test_each_date_shows_its_day_how_it_stands_and_its_receipt(desk):
    text = _text(desk.get(_url(a_running_case())))
    assert "<strong>Tuesday 17 March 2026</strong>" in text
    assert "Due in 10 working days, on Tuesday 17 March 2026" in text
    assert "10 counted + 0 paused + 4 skipped = 14 days after Tuesday 3 March 2026 to Tuesday 17 March 2026." in text


def test_the_convention_of_receipt_in_force_is_printed(desk):
    assert "A mail counts as received on the day it arrived" in _text(desk.get(_url(a_running_case())))


def test_every_receipt_can_be_opened_to_print_them(desk):
    case = a_running_case()
    assert '<details class="pr-deadline__more" open>' not in desk.get(_url(case)).content.decode()
    assert '<details class="pr-deadline__more" open>' in desk.get(f"{_url(case)}?receipts=open").content.decode()


def test_a_clock_is_paused_with_its_reason_in_the_receipt(desk):
    case = a_running_case()
    answer = _post(desk, case, "pause", **_paused())
    assert answer.status_code == 302
    text = _text(desk.get(_url(case)))
    assert "No date while it is paused" in text
    assert "Paused since Tuesday 3 March 2026: there is no date, and nothing is late" in text
    assert "She is abroad" in text


def test_a_pause_that_lacks_something_shows_the_form_again_with_all_that_was_typed(desk):
    case = a_running_case()
    answer = _post(desk, case, "pause", **_paused(code="", why="Words that must stay"))
    text = _text(answer)
    assert answer.status_code == 422
    assert "There is a problem" in text
    assert 'href="#code-0"' in text
    assert "Words that must stay" in text
    assert 'id="from_on-day" name="from_on-day" type="text" inputmode="numeric" autocomplete="off" value="3"' in text
    assert not case.pauses.exists()


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(_day("from_on", "31", 2), id="the 31st of February"),
        pytest.param(_day("from_on", "", "", ""), id="no day at all"),
        pytest.param(_day("from_on", "third"), id="a day in words"),
    ],
)
def test_a_day_that_is_none_is_asked_for_again(desk, typed):
    case = a_running_case()
    answer = _post(desk, case, "pause", **_paused(**typed))
    assert answer.status_code == 422
    assert 'href="#from_on-day"' in _text(answer)


def test_a_pause_ends_and_says_what_it_gave_back(desk, officer):
    case = a_running_case()
    case = pausing.pause(
        case_id=case.pk, version=case.version, member=officer, matter=0, code="consent", why="x", from_on=FIRST
    )
    row = case.pauses.get()
    assert f"{_url(case, 'resume')}?row={row.pk}" in desk.get(_url(case)).content.decode()
    assert f'name="row" value="{row.pk}"' in _text(desk.get(f"{_url(case, 'resume')}?row={row.pk}"))
    _post(desk, case, "resume", row=str(row.pk), **_day("until_on", 3))
    assert case.pauses.get().until_on == FIRST


def test_a_pause_can_be_taken_back(desk, officer):
    case = a_running_case()
    _post(desk, case, "pause", **_paused())
    case.refresh_from_db()
    _post(desk, case, "take-back-pause", row=str(case.pauses.get().pk))
    text = _text(desk.get(_url(case)))
    assert "<strong>Tuesday 17 March 2026</strong>" in text
    assert "Paused</h2>" not in text


def test_a_refused_extension_shows_the_limit_and_the_cure(desk):
    case = a_running_case()
    typed = _day("until_on", 1, 6) | _day("told_on", 3) | {"matter": "0", "why": "Her advocate is away"}
    answer = _post(desk, case, "extend", **typed)
    text = _text(answer)
    assert answer.status_code == 422
    assert "at most 20 working days" in text
    assert "Her advocate is away" in text


def test_an_extension_moves_the_reply_and_says_from_where(desk):
    case = a_running_case()
    typed = _day("until_on", 24) | _day("told_on", 3) | {"matter": "0", "why": "Her advocate is away"}
    assert _post(desk, case, "extend", **typed).status_code == 302
    text = _text(desk.get(_url(case)))
    assert "Moved from Tuesday 17 March 2026" in text
    assert "Extended from Tuesday 17 March 2026 to Tuesday 24 March 2026 by Priya Raman" in text


def test_a_day_is_written_down_for_its_stage(desk):
    case = ask_for(a_running_case(acknowledged_on=FIRST), 2, FIRST)
    typed = {"stage": "2", "what": "stage_started"} | _day("on", 3)
    assert _post(desk, case, "note", **typed).status_code == 302
    assert case.stage_runs.get(stage=2).started_on == FIRST


def test_the_form_opens_on_the_day_its_link_is_for(desk):
    case = ask_for(a_running_case(acknowledged_on=FIRST), 2, FIRST)
    text = _text(desk.get(f"{_url(case, 'note')}?what=statement_agreed&stage=2"))
    assert 'value="statement_agreed" checked' in text


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(desk):
    case = a_running_case()
    stale = case.version
    _post(desk, case, "note", stage="1", what="stage_started", **_day("on", 3))
    answer = desk.post(_url(case, "pause"), {"version": str(stale)} | _paused())
    assert answer.status_code == 422
    assert "Somebody else changed this case" in _text(answer)
    assert "She is abroad" in _text(answer)
    assert not case.pauses.exists()


def test_a_complaint_that_asks_for_a_file_shows_two_clocks(desk):
    case = a_running_case()
    make_mail(make_message("Nobody visits us.\n\nI also want a copy of my file.\n"), case=case)
    text = _text(desk.get(_url(case)))
    assert "Subject access request" in text
    assert "“copy of my file”" in text
    assert "<strong>Friday 3 April 2026</strong>" not in text
    assert "<strong>Tuesday 7 April 2026</strong>" in text
    assert "<strong>Tuesday 17 March 2026</strong>" in text


def _asks(case, words="Nobody visits us.\n\nI also want a copy of my file.\n", **fields):
    make_mail(make_message(words), case=case, **fields)
    return case


SAR = "sar:reply:2026-03-03"


def test_the_answer_to_a_request_is_written_down_and_shown_as_met(desk):
    case = _asks(a_running_case())
    link = f"{_url(case, 'other-met')}?row=sar%3Areply%3A2026-03-03"
    assert link in desk.get(_url(case)).content.decode()
    form = _text(desk.get(link))
    assert "Reply to the request, by 7 April 2026. The clock began" in form
    assert "At what time" not in form
    assert _post(desk, case, "other-met", row=SAR, **_day("on", 3)).status_code == 302
    text = _text(desk.get(_url(case)))
    assert "Done on Tuesday 3 March 2026, in time" in text
    assert "Written down by Priya Raman" in text
    assert "<strong>Tuesday 17 March 2026</strong>" in text


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(_day("on", 2), id="before it began"),
        pytest.param(_day("on", 4), id="tomorrow"),
        pytest.param(_day("on", "", "", ""), id="no day"),
    ],
)
def test_a_day_that_cannot_be_is_asked_for_again_beside_the_date_it_is_for(desk, typed):
    case = _asks(a_running_case())
    answer = _post(desk, case, "other-met", row=SAR, **typed)
    text = _text(answer)
    assert answer.status_code == 422
    assert 'href="#on-day"' in text
    assert f'name="row" value="{SAR}"' in text
    assert not case.neighbour_notes.exists()


@pytest.mark.parametrize("row", ["", "sar", "sar:reply:today", "foi:reply:2026-03-03", "<b>:reply:2026-03-03"])
def test_a_form_for_no_date_of_the_case_changes_nothing(desk, row):
    case = _asks(a_running_case())
    assert desk.get(_url(case, "other-met"), {"row": row}).status_code == 200
    for act in ("other-met", "other-aside", "other-out"):
        answer = _post(desk, case, act, row=row, why="x", **_day("on", 3))
        assert answer.status_code == 422
        assert "<b>" not in answer.content.decode()
    assert not case.neighbour_notes.exists()


def test_a_limit_in_hours_asks_for_the_hour_and_shows_it(desk):
    flag = {"key": "flag:data_protection", "suggested": "yes"}
    case = _asks(a_running_case(decisions=[flag]), "You sent my letter to the wrong address.")
    row = "breach:notify:2026-03-03"
    assert "At what time" in _text(desk.get(_url(case, "other-met"), {"row": row}))
    answer = _post(desk, case, "other-met", row=row, at="half past one", **_day("on", 3))
    assert (answer.status_code, 'href="#at"' in _text(answer), "half past one" in _text(answer)) == (422, True, True)
    assert _post(desk, case, "other-met", row=row, at="13:30", **_day("on", 3)).status_code == 302
    assert "Done in time" in _text(desk.get(_url(case)))


def test_what_nobody_owes_is_set_aside_with_its_reason_and_taken_out_again(desk):
    case = _asks(a_running_case())
    assert _post(desk, case, "other-aside", row=SAR, why="").status_code == 422
    assert _post(desk, case, "other-aside", row=SAR, why="The <b>file</b> was sent in May").status_code == 302
    text = _text(desk.get(_url(case)))
    assert "Nothing has to be done by this date" in text
    assert "The &lt;b&gt;file&lt;/b&gt; was sent in May" in text
    case.refresh_from_db()
    assert _post(desk, case, "other-out", row=SAR).status_code == 302
    assert "Nothing has to be done by this date" not in _text(desk.get(_url(case)))


def test_a_request_that_is_no_complaint_can_be_answered_too(desk):
    case = _asks(a_running_case(kind="information_request"))
    assert _post(desk, case, "other-met", row=SAR, **_day("on", 3)).status_code == 302


def test_one_whose_day_has_passed_is_late_until_somebody_writes_it_down(desk):
    at = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
    case = _asks(a_running_case(received_at=at), received_at=at)
    assert "Nobody has written down that it was done" in _text(desk.get(_url(case)))
    _post(desk, case, "other-met", row="sar:reply:2026-01-05", **_day("on", 9, 2))
    text = _text(desk.get(_url(case)))
    assert "Nobody has written down" not in text
    assert "2 working days late" in text


def test_a_complaint_that_asks_for_nothing_else_shows_no_other_clock(desk):
    assert "Other clocks" not in _text(desk.get(_url(a_running_case())))


def test_a_parked_matter_says_that_no_clock_was_stopped(desk):
    case = a_running_case(matters=2)
    case.matters.filter(number=2).update(state="parked")
    recount(case)
    text = _text(desk.get(_url(case)))
    assert "Matter 2 is parked: no reply is due while it is." in text
    assert "its reply would be due on Tuesday 17 March 2026." in text


def test_no_complaint_has_nothing_to_pause(desk):
    case = a_running_case(kind="compliment")
    text = _text(desk.get(_url(case)))
    assert "Pause a clock" not in text
    assert "No date has to be kept." in text


def test_a_page_or_form_that_is_not_there_is_not_found(desk):
    case = a_running_case()
    assert desk.get(_url(case, "stop-all")).status_code == 404
    assert desk.get(reverse("review:case-dates", args=[case.pk + 1])).status_code == 404


def test_an_administrator_sees_no_dates(client, administrator):
    client.force_login(administrator)
    assert client.get(_url(a_running_case())).status_code == 403


def test_only_a_get_shows_and_only_a_post_changes(desk):
    case = a_running_case()
    desk.get(_url(case, "take-back-pause"))
    assert desk.post(_url(case)).status_code == 405
    assert not Event.objects.filter(case=case, verb__startswith="pause").exists()


def test_words_typed_by_somebody_are_shown_as_words(desk):
    case = a_running_case()
    _post(desk, case, "pause", **_paused(why="<script>alert(1)</script>"))
    assert "<script>alert(1)" not in desk.get(_url(case)).content.decode()


def test_the_case_links_to_its_dates(desk):
    case = a_running_case()
    assert _url(case) in desk.get(reverse("review:case", args=[case.pk])).content.decode()


def test_a_case_whose_clocks_all_stand_still_is_paused_in_the_queue_and_not_late(desk):
    case = a_running_case(acknowledged_on=FIRST, gist="Waits for her")
    _post(desk, case, "pause", **_paused())
    text = _text(desk.get("/"))
    assert "Paused: nothing is late (1)" in text
    assert "its clock stands still, nothing is late" in text
    assert "Waits for her" in _text(desk.get("/?due=paused"))
    assert "Waits for her" not in _text(desk.get("/?due=late"))


def test_the_case_itself_says_since_when_it_stands_still(desk):
    case = a_running_case(acknowledged_on=FIRST)
    _post(desk, case, "pause", **_paused())
    assert "since 3 March 2026; nothing is late" in _text(desk.get(reverse("review:case", args=[case.pk])))


def test_a_receipt_names_its_procedure_as_the_page_of_it_does_and_no_code(desk):
    html = desk.get(_url(a_running_case())).content.decode()
    assert "Procedure: Children" in html
    assert "statutory_default" not in html


def test_a_printed_page_says_whose_it_is_and_when_it_was_printed(desk, officer):
    html = desk.get(_url(a_running_case())).content.decode()
    assert re.search(rf"Printed on \w+day \d+ \w+ \d{{4}} by {officer.full_name}\.", html)
