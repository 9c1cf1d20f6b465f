"""Answers to monitoring questions are hidden from everybody, counted once, and shown again at once where they matter."""

import json
import logging
from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from cases.desk import desk_council
from cases.errors import IncompleteError, NotNowError, StaleError
from cases.models import Case, Event, Letter, Mail, MonitoringTotal
from cases.monitoring.hiding import BLOCK
from cases.plain import assessment_in_force, message_of, open_message_of, subject_of
from cases.records.mail import Again
from cases.selectors.finding import find_entries
from cases.services import intake, joining, readings
from cases.services.monitoring import vault
from cases.services.monitoring.totals import add_answers
from cases.services.triage import Choice, save_decisions
from classify.screen import Screening
from tests.cases.stories import a_case, a_mail, arrive, decide
from tests.factories import make_member

pytestmark = pytest.mark.django_db

ANSWERS = "Ethnicity: Black Caribbean\nGender: Female\nAge: 43\nDisability: sickle cell"
SECRETS = ("Caribbean", "Female", "sickle")
WORDS = (
    "Dear Sir or Madam,\n\n"
    "My son's social worker has not visited us since before Christmas and nobody has told us why. I want somebody to "
    "find out why and to tell me when she will come.\n\n"
    f"For your monitoring form:\n{ANSWERS}\n\n"
    "Yours faithfully\nJoan Ashby\n"
)


@pytest.fixture
def member():
    return make_member()


@pytest.fixture
def case():
    return a_case(WORDS)


def _body(case):
    return message_of(case.mails.order_by("pk").first()).body


def _decide(case, member, value="yes", **changed):
    return decide(case, member, flag_equalities=value, **changed)


def _save(case, member, value):
    """Save for later, without a letter."""
    return save_decisions(
        case_id=case.pk, version=case.version, member=member, choices={"flag:equalities": Choice(value)}
    )


def test_the_flag_is_suggested_and_nothing_is_hidden_before_a_person_says_so(case):
    assert case.decisions.get(key="flag:equalities").suggested == "yes"
    assert all(secret in _body(case) for secret in SECRETS)


def test_a_persons_yes_hides_every_answer_and_nothing_else(case, member):
    _save(case, member, "yes")
    body = _body(case)
    assert not any(secret in body for secret in SECRETS)
    assert "43" not in body
    assert "has not visited us since before Christmas" in body
    assert "Yours faithfully\nJoan Ashby" in body


def test_no_offset_moves(case, member):
    mail = case.mails.get()
    before = message_of(mail)
    _save(case, member, "yes")
    mail.refresh_from_db()
    after = message_of(mail)
    assert len(after.body) == len(before.body)
    assert after.segments == before.segments
    assert open_message_of(mail) == before


def test_saving_for_later_counts_nothing_yet(case, member):
    _save(case, member, "yes")
    assert not MonitoringTotal.objects.exists()


def test_the_final_decision_counts_each_answer_once(case, member):
    case = _decide(case, member)
    case.refresh_from_db()
    found = {(row.question, row.answer): row.count for row in MonitoringTotal.objects.all()}
    assert found == {
        ("gender", "female"): 1,
        ("age", "25_44"): 1,
        ("ethnic_group", "black"): 1,
        ("disability", "yes"): 1,
    }
    assert {(row.month, row.route) for row in MonitoringTotal.objects.all()} == {
        (timezone.localdate().replace(day=1), "statutory")
    }
    _decide(case, member)
    assert set(MonitoringTotal.objects.values_list("count", flat=True)) == {1}


def test_a_year_that_is_over_grows_no_more(case, member, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2027, 1, 4, 9, 0, tzinfo=UTC))
    assert timezone.localdate(case.received_at).year == 2026
    _decide(case, member)
    assert {row.month for row in MonitoringTotal.objects.all()} == {date(2027, 1, 1)}
    out = StringIO()
    call_command("equalities", year=2026, stdout=out)
    assert "in which a case was decided" in out.getvalue()


class TestSubject:
    """What is hidden stands in no list, title or search by way of the subject line."""

    @pytest.fixture
    def case(self):
        return a_case(WORDS, subject="Visits missed, Ethnicity: Black Caribbean")

    def test_it_is_hidden_in_every_list_and_found_by_no_search(self, case, member):
        assert [entry.id for entry in find_entries("Black Caribbean")] == [case.pk]
        case = _save(case, member, "yes")
        case.refresh_from_db()
        mail = case.mails.get()
        assert (case.subject, subject_of(mail)) == ("[Taken out: monitoring answers]",) * 2
        assert find_entries("Caribbean") == []

    def test_lines_that_a_person_names_are_hidden_there_too_and_no_more(self, case, member):
        case = vault.take_out(case_id=case.pk, version=case.version, member=member, words="Black Caribbean")
        case.refresh_from_db()
        assert "Caribbean" not in case.subject
        assert find_entries("Caribbean") == []

    def test_it_is_shown_again_with_the_rest(self, case, member):
        case = _save(case, member, "yes")
        case = vault.turn_back(case_id=case.pk, version=case.version, member=member, why="ground")
        case.refresh_from_db()
        assert case.subject == "Visits missed, Ethnicity: Black Caribbean"
        assert subject_of(case.mails.get()) == case.subject

    def test_a_case_of_its_own_made_of_a_hidden_reply_says_nothing_of_it(self, case, member):
        _save(case, member, "yes")
        mail = case.mails.get()
        assert "Caribbean" not in intake._new_case(mail, assessment_in_force(case), desk_council()).subject


def test_what_is_kept_holds_no_answer(case, member):
    _decide(case, member)
    kept = json.dumps(Mail.objects.get(case=case).taken_out)
    assert not any(secret in kept for secret in (*SECRETS, "female", "black", "25_44"))


class TestTurnedBack:
    def test_the_ground_of_the_complaint_is_shown_again_at_once(self, case, member):
        case = _save(case, member, "yes")
        case = vault.turn_back(case_id=case.pk, version=case.version, member=member, why="ground")
        assert all(secret in _body(case) for secret in SECRETS)
        assert Event.objects.get(case=case, verb="monitoring_turned_back").facts == {"why": "ground"}

    def test_what_was_turned_back_is_never_counted(self, case, member):
        case = _save(case, member, "yes")
        case = vault.turn_back(case_id=case.pk, version=case.version, member=member, why="ground")
        _decide(case, member)
        assert all(secret in _body(case) for secret in SECRETS)
        assert not MonitoringTotal.objects.exists()

    def test_what_was_counted_stays_counted_and_is_not_counted_again(self, case, member):
        case = _decide(case, member)
        case.refresh_from_db()
        case = vault.turn_back(case_id=case.pk, version=case.version, member=member, why="adjustment")
        case = vault.take_out(case_id=case.pk, version=case.version, member=member)
        _decide(case, member)
        assert set(MonitoringTotal.objects.values_list("count", flat=True)) == {1}

    def test_taking_the_flag_off_shows_them_and_setting_it_again_hides_them(self, case, member):
        case = _save(case, member, "yes")
        case = _save(case, member, "no")
        assert "Caribbean" in _body(case)
        case = _save(case, member, "yes")
        assert "Caribbean" not in _body(case)

    def test_a_persons_no_hides_nothing(self, case, member):
        _decide(case, member, "no")
        assert "Caribbean" in _body(case)
        assert not MonitoringTotal.objects.exists()

    def test_a_reason_is_asked_for(self, case, member):
        case = _save(case, member, "yes")
        with pytest.raises(IncompleteError):
            vault.turn_back(case_id=case.pk, version=case.version, member=member, why="")
        with pytest.raises(StaleError):
            vault.turn_back(case_id=case.pk, version=case.version - 1, member=member, why="ground")
        assert "Caribbean" not in _body(case)

    def test_nothing_hidden_nothing_to_show(self, case, member):
        with pytest.raises(NotNowError):
            vault.turn_back(case_id=case.pk, version=case.version, member=member, why="ground")


@pytest.mark.parametrize(
    ("change", "is_still_read"),
    [
        pytest.param(lambda body: f"Read again from the start.\n\n{body}", True, id="it stands further down"),
        pytest.param(lambda body: body.replace("Caribbean", "Carribean"), False, id="it reads differently"),
    ],
)
def test_what_is_hidden_stays_hidden_when_the_mail_is_read_again(case, member, change, is_still_read):
    case = _save(case, member, "yes")
    Mail.objects.filter(case=case).update(again=Again.READ)
    before = open_message_of(case.mails.get())
    again = replace(before, body=change(before.body))
    readings.save_rereading(mail_id=case.mails.get().pk, message=again, screening=Screening(flags=()))
    assert not [secret for secret in (*SECRETS, "Carribean") if secret in _body(case)]
    assert ("has not visited us" in _body(case)) is is_still_read
    case = vault.turn_back(case_id=case.pk, version=case.version, member=member, why="not_monitoring")
    assert _body(case) == again.body
    words = "Ethnicity: Black Carribean\nGender: Female\nDisability: sickle cell"
    if not is_still_read:
        vault.take_out(case_id=case.pk, version=case.version, member=member, words=words)
        assert not [secret for secret in (*SECRETS, "Carribean") if secret in _body(case)]
        assert "has not visited us" in _body(case)


class TestByHand:
    def test_lines_that_a_person_names_are_hidden_wherever_they_stand(self, member):
        case = a_case(
            "My son's school taxi stopped.\nBy the way we are Quakers from Somerset.\nPlease get it going again."
        )
        case = vault.take_out(
            case_id=case.pk, version=case.version, member=member, words="we are Quakers from Somerset"
        )
        assert "Quakers" not in _body(case)
        assert "Please get it going again." in _body(case)
        assert case.decisions.get(key="flag:equalities").chosen == "yes"

    @pytest.mark.parametrize("words", ["", "words that stand nowhere"], ids=["nothing", "not there"])
    def test_what_is_not_there_is_asked_for(self, member, words):
        case = a_case("My son's school taxi stopped in January and nobody can tell me why. Please get it going again.")
        with pytest.raises(IncompleteError):
            vault.take_out(case_id=case.pk, version=case.version, member=member, words=words)

    def test_what_must_be_done_for_them_stays(self, member):
        words = WORDS.replace("sickle cell", "deaf, please write and do not telephone me")
        case = a_case(words)
        needs = case.decisions.filter(key="flag:adjustments").first()
        assert needs is not None
        _decide(case, member, flag_adjustments="yes")
        assert needs.evidence[0]["quote"] in _body(case)
        assert "Caribbean" not in _body(case)


def test_an_age_far_from_the_form_is_not_an_answer(member):
    words = f"{WORDS}\n{'The report says a good deal more about school. ' * 12}\nAge: 7\n"
    case = a_case(words)
    _save(case, member, "yes")
    assert "Age: 7" in _body(case)


def _reply(case):
    words = f"Any news on this?\n\n> {ANSWERS.replace(chr(10), chr(10) + '> ')}\n"
    (mail,) = arrive(a_mail(words, subject=f"Re: {case.reference}", In_Reply_To="<none@mailbox.example>"))
    mail.refresh_from_db()
    return mail


def test_a_reply_that_quotes_the_form_is_hidden_too(case, member):
    reply = _reply(case)
    Mail.objects.filter(pk=reply.pk).update(case=case, state="joined")
    case.refresh_from_db()
    _save(case, member, "yes")
    reply.refresh_from_db()
    assert "Caribbean" not in message_of(reply).body
    assert "Any news on this?" in message_of(reply).body


def test_a_reply_that_comes_later_is_hidden_when_it_joins(case, member):
    _save(case, member, "yes")
    reply = _reply(case)
    case.refresh_from_db()
    if reply.case_id != case.pk:
        joining.join_by_hand(
            case_id=reply.case_id,
            other_id=case.pk,
            version=reply.case.version,
            member=member,
            confirmed=True,
        )
    reply.refresh_from_db()
    assert reply.case_id == case.pk
    assert "Caribbean" not in message_of(reply).body
    assert "Any news on this?" in message_of(reply).body


class TestNowhere:
    """After a person's yes the answers are in no letter, gist, event, export, log or model's input."""

    def test_no_letter_no_event_no_total_no_log_holds_them(self, case, member, caplog):
        caplog.set_level(logging.DEBUG)
        Case.objects.filter(pk=case.pk).update(
            gist="Visits missed; For your monitoring form: Ethnicity: Black Caribbean"
        )
        case.matters.update(gist="Ethnicity: Black Caribbean, Gender: Female, no visits")
        case.facts.append(
            {
                "field": "adjustment",
                "value": "sickle cell",
                "evidence": [_evidence_of(case, "Disability: sickle cell")],
            }
        )
        case.save(update_fields=["facts"])
        case = _decide(case, member)
        case.refresh_from_db()
        letters = json.dumps([[row.draft, row.drafted] for row in Letter.objects.all()])
        told = json.dumps(list(Event.objects.values_list("facts", flat=True)))
        gists = " ".join([case.gist, *case.matters.values_list("gist", flat=True)])
        for secret in SECRETS:
            assert secret not in letters
            assert secret not in told
            assert secret not in gists
            assert secret not in caplog.text
            assert secret not in repr(assessment_in_force(case))

    def test_no_example_is_made_of_it(self, case, member, settings, tmp_path):
        settings.PUTRIGHT_LEARN = True
        _decide(case, member, kind="escalation")
        call_command("examples", "export", str(tmp_path / "out"), by=member.username, stdout=StringIO())
        written = "".join(path.read_text() for path in tmp_path.rglob("*") if path.is_file())
        assert not any(secret in written for secret in SECRETS)

    def test_what_the_classifier_reads_again_holds_none(self, case, member):
        _save(case, member, "yes")
        message = message_of(case.mails.get())
        assert BLOCK in message.own_words
        assert not any(secret in message.own_words for secret in SECRETS)


def test_an_answer_on_no_list_is_not_counted_and_not_named():
    with pytest.raises(ValueError, match="on no list") as raised:
        add_answers(month=date(2026, 3, 9), route="statutory", answers={"gender": "female", "age": "forty three"})
    assert "forty" not in str(raised.value)
    assert not MonitoringTotal.objects.exists()


def test_answers_of_a_form_are_counted_by_month():
    for day in (1, 31):
        add_answers(month=date(2026, 3, day), route="", answers={"gender": "female"})
    row = MonitoringTotal.objects.get()
    assert (row.month, row.route, row.count) == (date(2026, 3, 1), "none", 2)


def _evidence_of(case, words):
    start = _body(case).index(words)
    return {"where": "body", "start": start, "end": start + len(words), "quote": words}
