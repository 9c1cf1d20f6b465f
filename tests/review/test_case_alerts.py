"""Signs of danger on the page of a case: shown in the person's own words until somebody acts, with a reason."""

import pytest

from cases.models import Alert, Case
from tests.factories import (
    NOW,
    make_alert,
    make_case,
    make_mail,
)


def page(desk, case):
    return desk.get(f"/cases/{case.pk}").content.decode()


def test_danger_is_shown_with_the_persons_own_words_and_stays_until_somebody_acts(desk):
    case = make_case()
    alert = make_alert(case)
    html = page(desk, case)
    assert "A child or adult may be at risk now" in html
    assert "“Darren pushed him on the stairs”" in html
    assert "Escalate to duty social worker" in html
    desk.post(f"/alerts/{alert.pk}/escalate", {"case": case.pk})
    html = page(desk, case)
    assert "Escalated to the duty social worker, 2:05pm" in html
    assert "If they have not by 2:35pm" in html
    answer = desk.post(f"/alerts/{alert.pk}/confirm", {"with_whom": " "})
    assert (answer.status_code, "Say who at the duty desk has it." in answer.content.decode()) == (422, True)
    desk.post(f"/alerts/{alert.pk}/confirm", {"with_whom": "Dee Marsh"})
    assert "The duty desk has it: confirmed 2:05pm by Priya Raman, with Dee Marsh" in page(desk, case)


def test_not_a_danger_needs_a_reason(desk):
    case = make_case()
    alert = make_alert(case)
    answer = desk.post(f"/alerts/{alert.pk}/dismiss", {"case": case.pk, "reason": ""})
    assert answer.status_code == 422
    assert "Say why this is not a safeguarding matter." in answer.content.decode()
    assert Alert.objects.get().state == "open"
    desk.post(f"/alerts/{alert.pk}/dismiss", {"case": case.pk, "reason": "It was a dream."})
    html = page(desk, case)
    assert "They wrote: “It was a dream.”" in html
    assert "Escalate it after all" in html
    assert Case.objects.get(pk=case.pk).has_open_alert is False


def test_an_alert_somebody_else_dealt_with_is_not_done_twice(desk):
    case = make_case()
    alert = make_alert(case, state="confirmed", done_at=NOW)
    html = desk.post(f"/alerts/{alert.pk}/escalate", {"case": case.pk}, follow=True).content.decode()
    assert "Somebody else dealt with this alert first" in html


@pytest.mark.parametrize("what", ["escalate", "dismiss"])
def test_danger_in_a_mail_without_a_case_can_be_dealt_with_too(desk, what):
    alert = make_alert(None, make_mail(stuck=True))
    answer = desk.post(f"/alerts/{alert.pk}/{what}", {"reason": "A figure of speech."})
    assert answer.headers["Location"] == "/"
    alert.refresh_from_db()
    assert alert.state == {"escalate": "escalated", "dismiss": "dismissed"}[what]


def test_danger_in_a_mail_without_a_case_is_not_dismissed_without_a_reason(desk):
    alert = make_alert(None, make_mail(stuck=True))
    html = desk.post(f"/alerts/{alert.pk}/dismiss", {"reason": " "}, follow=True).content.decode()
    assert "Say why this is not a safeguarding matter." in html
    alert.refresh_from_db()
    assert alert.state == "open"


@pytest.mark.parametrize("what", ["dismiss", "confirm"])
def test_what_can_no_longer_be_done_about_an_alert_is_said(desk, what):
    case = make_case()
    alert = make_alert(case, state="confirmed", done_at=NOW)
    html = desk.post(f"/alerts/{alert.pk}/{what}", {"reason": "x", "with_whom": "x"}, follow=True).content.decode()
    assert "Somebody else dealt with this alert first" in html
