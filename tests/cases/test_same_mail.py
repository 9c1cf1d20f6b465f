"""The same mail twice, however it comes, and nearly the same mails of many: seen and shown, never merged."""

import pytest

from cases import steps
from cases.models import Campaign, Case, PrintBand, TextPrint
from cases.opening import read_quickly
from cases.prints import count_members, members_of
from cases.selectors.queue import list_campaign, list_entries
from cases.selectors.which_case import campaign_of, pairs_of
from cases.services import joining
from tests.cases.stories import WORDS, a_case, a_mail, arrive, store
from tests.factories import make_member
from tests.routing.test_alike import MINE, SCHOOL_ONE, SCHOOL_TWO, TEMPLATE, TURNED, WITH_PARAGRAPH, YOURS

pytestmark = pytest.mark.django_db

LONG = WORDS.replace("I want somebody", "She has also not sent the papers for his review in March. I want somebody")
OFFICER_NOTE = "Dear colleagues,\n\nplease see the complaint below, which my constituent brought to my surgery.\n\n"


def _forward(words, **headers):
    below = f"---------- Forwarded message ---------\nFrom: Joan Ashby\nSubject: Nobody visits\n\n{words}"
    return a_mail(OFFICER_NOTE + below, subject="Fwd: Nobody visits", **headers)


def test_a_copy_in_cc_is_no_second_case():
    first, second = arrive(a_mail(Received="by one"), a_mail(Received="by two", Cc="front.door@brackenshire.example"))
    assert (second.state, second.same_as, second.case) == ("duplicate", first, first.case)


def test_a_gateways_new_line_ends_make_no_second_case():
    wrapped = LONG.replace("told us why. His", "told us why.\nHis")
    first, second = arrive(
        a_mail(LONG, Message_ID="<1@mailbox.example>"), a_mail(wrapped, Message_ID="<1@mailbox.example>")
    )
    assert (second.state, second.same_as) == ("duplicate", first)


def test_a_copy_gets_the_case_that_its_first_one_becomes_later():
    """The first delivery failed for a while; its copy was set aside before there was a case."""
    first, second = store(a_mail(Received="by one"), a_mail(Received="by two"))
    read_quickly(first)
    steps.advance(second.pk)
    second.refresh_from_db()
    assert (second.state, second.case) == ("duplicate", None)
    steps.advance(first.pk)
    second.refresh_from_db()
    assert second.case == Case.objects.get()


def test_danger_in_a_copy_stands_in_the_case():
    words = "He hit Leo again last night and Leo is too scared to go home."
    first, second = store(a_mail(words, Received="by one"), a_mail(words, Received="by two"))
    read_quickly(first)
    steps.advance(second.pk)
    steps.advance(first.pk)
    case = Case.objects.get()
    assert case.has_open_alert
    assert {alert.case for mail in (first, second) for alert in mail.alerts.all()} == {case}


@pytest.mark.parametrize(
    ("second", "asks", "words"),
    [
        pytest.param(a_mail(LONG, Message_ID="<again@mailbox.example>"), True, "nearly the same words again", id="sent again with a new Message-ID"),
        pytest.param(_forward(LONG, From="Hal Dunn MP <hal.dunn@parliament.example>"), True, "passed on by somebody else", id="forwarded by an MP"),
        pytest.param(_forward(LONG, From="A Colleague <a.colleague@brackenshire.example>"), True, "passed on by somebody else", id="forwarded by a colleague"),
        pytest.param(a_mail(LONG, From="Bela Novak <bela@post.example>", Message_ID="<b@post.example>"), False, "from somebody else", id="the same words from another person"),
    ],
)  # fmt: skip
def test_the_same_words_again_are_shown_with_the_reason_and_never_merged(second, asks, words):
    first, again = arrive(a_mail(LONG), second)
    assert again.case not in {None, first.case}
    pair = again.case.maybe_same.get()
    assert (pair.other, pair.asks) == (first.case, asks)
    assert words in pair.words
    assert [one.case for one in pairs_of(first.case)] == [again.case]
    assert again.case.next_due_on is not None


def test_the_complaint_after_the_mps_forward_is_seen_too():
    first, again = arrive(_forward(LONG, From="Hal Dunn MP <hal.dunn@parliament.example>"), a_mail(LONG))
    assert first.case != again.case
    assert again.case.maybe_same.get().other == first.case


def test_other_words_under_the_same_number_are_no_copy():
    first, second = arrive(
        a_mail(), a_mail("Quite other words about the bins in our street.", Message_ID=_id_of(a_mail()))
    )
    assert second.state != "duplicate"
    assert second.case != first.case
    assert second.case.which_case == "open"


def _id_of(raw):
    return next(line.partition(b": ")[2].decode() for line in raw.splitlines() if line.startswith(b"Message-ID"))


def _from(number, words, name="Person"):
    letters = "".join(chr(97 + int(figure)) for figure in str(number))
    return a_mail(words, subject="Larch Lane", From=f"{name} {letters.title()} <{letters}@post{number}.example>", Message_ID=f"<{number}@post{number}.example>")  # fmt: skip


def test_a_campaign_is_one_group_of_cases_each_with_its_own_clock():
    mails = arrive(*(_from(n, words) for n, words in enumerate((MINE, YOURS, WITH_PARAGRAPH, TURNED))))
    cases = [mail.case for mail in mails]
    assert len(set(cases)) == len(mails)
    assert all(case.next_due_on for case in cases)
    campaign = Campaign.objects.get()
    assert members_of(campaign.pk) == mails
    assert count_members(campaign.pk)[0] == len(mails)
    assert {entry.id for entry in list_campaign(campaign.pk)} == {case.pk for case in cases}
    assert all(entry.alike == len(mails) for entry in list_entries(None))
    # Of the many none is "maybe the same person"; the first two stood alone when they came.
    assert not cases[-1].maybe_same.exists()
    assert all(case.which_case == "" for case in cases)


def test_what_one_of_many_says_of_its_own_is_pointed_out():
    *_, mail = arrive(*(_from(n, words) for n, words in enumerate((MINE, YOURS, TURNED, WITH_PARAGRAPH))))
    facts = campaign_of(mail.case)
    assert (facts.number, facts.is_many) == (4, True)
    (found,) = facts.differs
    assert found.startswith("My son Tomos")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(SCHOOL_ONE, SCHOOL_TWO, id="two complaints about one school"),
        pytest.param("Please keep Larch Lane open.", "Please keep Larch Lane open.", id="very short mails"),
        pytest.param(f"{SCHOOL_ONE}\n\n-----Original Message-----\nFrom: Complaints\n\n{TEMPLATE}", f"{SCHOOL_TWO}\n\n-----Original Message-----\nFrom: Complaints\n\n{TEMPLATE}", id="the council's own letter quoted in both"),
        pytest.param(f"{SCHOOL_ONE}\n\n-- \n{TEMPLATE[:300]}", f"{SCHOOL_TWO}\n\n-- \n{TEMPLATE[:300]}", id="a signature in common"),
    ],
)  # fmt: skip
def test_ordinary_mails_make_no_campaign(first, second):
    subjects = {"subject": "Re: complaint"}
    mails = arrive(
        a_mail(first, From="Ada <ada@post1.example>", In_Reply_To="<x@y.example>", **subjects),
        a_mail(second, From="Bela <bela@post2.example>", In_Reply_To="<x@y.example>", **subjects),
    )
    assert not Campaign.objects.exists()
    assert [campaign_of(mail.case) for mail in mails] == [None, None]


def test_one_person_sending_again_makes_no_campaign():
    arrive(a_mail(MINE), a_mail(MINE, Message_ID="<2@mailbox.example>"), a_mail(MINE, Message_ID="<3@mailbox.example>"))
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)], ids=["as written", "backwards", "mixed"])
def test_the_order_of_arrival_changes_no_group(order):
    raws = [_from(n, words) for n, words in enumerate((MINE, YOURS, WITH_PARAGRAPH))]
    arrive(*(raws[n] for n in order))
    assert count_members(Campaign.objects.get().pk)[0] == len(raws)
    assert Case.objects.count() == len(raws)


def test_a_case_put_with_another_counts_no_more():
    mails = arrive(*(_from(n, words) for n, words in enumerate((MINE, YOURS, WITH_PARAGRAPH))))
    first, *_, last = (mail.case for mail in mails)
    joining.join_by_hand(case_id=last.pk, other_id=first.pk, version=last.version, member=make_member(), confirmed=True)
    assert campaign_of(first).number == 2
    assert not campaign_of(first).is_many


def test_prints_are_kept_once_however_often_a_step_runs():
    (mail,) = arrive(_from(1, MINE))
    before = (TextPrint.objects.count(), PrintBand.objects.count())
    steps.sort_mail(mail)
    assert (TextPrint.objects.count(), PrintBand.objects.count()) == before
    assert before[0] == 1


def test_an_ordinary_case_has_no_campaign():
    assert campaign_of(a_case()) is None
