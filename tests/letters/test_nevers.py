"""What no letter may say is caught in many wordings, and what only looks like it is left alone."""

from dataclasses import replace
from datetime import date

import pytest

from classify.labels import Flag, Reason, Route
from classify.reading import FactField
from letters.draft import Channel, Draft, LetterId, Origin, Paragraph
from letters.never import NEVERS
from routing.deadlines import What
from tests.letters.cases import fact, flag, make_case

FINDERS = {never.key: never for never in NEVERS}
PLAIN = make_case((Route.STATUTORY, "Visits missed"), facts=[fact(FactField.CHILD, "Leo Harker")])
DANGER = make_case((Route.STATUTORY, "Visits missed"), flags=[flag(Flag.SAFEGUARDING, "he hits her every night")])


def letter(*texts, case=PLAIN, letter=LetterId.STATUTORY, key="own", title="", rows=(), **changes):
    """Return a letter that says only these paragraphs."""
    paragraphs = tuple(
        Paragraph(key=key if n == 0 else f"{key}{n}", title=title, text=text, origin=Origin.WRITTEN, rows=rows)
        for n, text in enumerate(texts)
    )
    draft = Draft(
        letter=letter,
        reference=case.reference,
        recipient=case.recipient,
        subject_line="Your complaint, reference PR-2026-0228",
        council_name=case.council.name,
        sender_block=(),
        written_on=case.written_on,
        paragraphs=paragraphs,
        blanks=(),
        checklist=(),
        facts_used=(),
        template_version="test",
    )
    return replace(draft, **changes)


def caught(key, draft, case):
    """Say whether a never-item finds something in a letter of this case."""
    never = FINDERS[key]
    return draft.letter in never.letters and never.when(case) and never.find(draft, case) is not None


CAUGHT = {
    "no_promise": [
        "We will definitely sort this out.",
        "Rest assured, all will be well.",
        "Your daughter will come home soon.",
        "Contact will start again next week.",
        "The placement will be changed.",
        "Your social worker will be replaced.",
        "You will get what you want.",
        "We will find you a new worker, and we will give you compensation.",
        "The compensation will be paid in April.",
        "This will never happen again.",
    ],
    "no_opinion": [
        "We let you down.",
        "This was our mistake.",
        "The manager did nothing wrong.",
        "The social worker was rude.",
        "Your complaint is upheld.",
        "We agree with you.",
        "There is no evidence for this.",
        "It is clear that we were late.",
        "You misunderstood the letter.",
        "We apologise for the mistakes in the plan.",
        "We regret how you were treated.",
        "You are known as a serial complainer.",
    ],
    "no_machine": ["The system has flagged you.", "Your risk score is high.", "Our computer says no."],
    "no_staff_matters": ["She has a written warning now.", "The worker has left.", "He is on leave."],
    "no_equality_data": ["You are autistic.", "We know that your faith matters to you."],
    "not_closed": [
        "Your request is now closed.",
        "We are closing your case.",
        "The matter has been resolved.",
        "No further action is needed.",
    ],
    "no_third_person": [
        "Her mother has moved away.",
        "The father told us a different story.",
        "Your ex-partner says that this is wrong.",
        "The worker's home address is known to you.",
        "The manager has two children.",
        "His brother was moved too.",
    ],
    "no_whereabouts": [
        "Your son is living with his aunt.",
        "She now lives in Brackenford.",
        "The children were placed near the coast.",
        "The carers' address is kept back.",
        "The foster carer is called Joan.",
        "He goes to Hillside primary school.",
        "The placement is in the north.",
    ],
    "no_police_health": [
        "He was arrested in May.",
        "She has previous convictions.",
        "The police report says so.",
        "You were diagnosed last year.",
        "She takes medication.",
        "Because of your anxiety we rang.",
        "He has ADHD.",
        "There is a drug problem in the family.",
        "She has mental health problems.",
    ],
    "no_legal_advice": [
        "You have a strong case against the council.",
        "We suggest you appeal.",
        "You should take us to court.",
        "The tribunal's time limit for this is two months and ends soon.",
        "The deadline for your appeal is near.",
        "You have 28 days from this letter to appeal.",
        "The court will refuse this.",
        "That would be against the law.",
    ],
    "no_threats": [
        "We may prosecute you.",
        "We will call the police.",
        "This is your last chance.",
        "You could be banned from our office.",
        "We will stop your payments.",
        "If you continue like this, we will act.",
        "Your behaviour may affect the outcome.",
    ],
    "no_sarcasm": [
        "As you well know, we wrote in May.",
        "As we have already explained, we cannot say.",
        "With all due respect, we differ.",
        "Your so-called evidence is noted.",
        "You seem to think that we have time.",
        "You obviously did not read it.",
        "If you had read our letter, you would know.",
        "Please calm down.",
    ],
    "no_bare_no": [
        "We cannot deal with this.",
        "We are unable to help.",
        "We will not look into it.",
        "There is nothing to say. We can do nothing.",
    ],
    "plain_words": [
        "This is a safeguarding concern.",
        "We will liaise with them going forward.",
        "In order to reply, we utilised the file.",
        "Your representations were adjudicated.",
        "We liaised with them.",
        "We act in accordance with the rules.",
        "It was decided prima facie.",
    ],
    "no_insults": ["You called her “a stupid cow”.", 'You wrote "useless liars" to us.'],
    "no_other_child": [
        "We spoke to your son Oscar.",
        "Your daughters Ava and Mia were there.",
        "Maisie's teacher rang.",
        "Maisie (7) was there too.",
        "Tom, aged 9, came.",
        "Tom is your nephew.",
        "Maisie attends the same school.",
        "We met Leo and Maisie.",
        "We met Maisie and Leo.",
        "Your twins, Ava and Mia, are well.",
    ],
    "known_contacts": [
        "Please ring 01632 961234.",
        "Ring 07700 900123 instead.",
        "Ring +44 1632 961234.",
        "Write to worker@home.example.",
        "See www.elsewhere.example/help.",
        "See https://elsewhere.example.",
        "Come to 14 Mill Lane.",
        "It is near ZZ9 9ZZ.",
    ],
    "known_dates": [
        "A meeting is on March 30, 2026.",
        "A meeting is on Monday the 30th of March.",
        "A meeting is on 30-03-2026.",
    ],
    "real_dates": [
        "We will write on 31 February 2026.",
        "We wrote on 31/04/2026.",
        "You wrote on Monday 3 March 2026.",
        "You wrote on Friday, 3 March.",
        "It was on 29 February 2026.",
    ],
    "known_stages": ["You can ask for stage four."],
    "no_long_limits": ["It takes 50 days."],
    "no_abuse": ["You wrote “bloody idiots”."],
    "no_acronyms": ["Ask the LADO or the CIN team."],
    "easy_to_read": [
        "Notwithstanding considerable organisational difficulties, comprehensive investigations continue."
    ],
    "short_sentences": [
        " and ".join(["We will read it", *["then we will ask the people who know about it"] * 3]) + "."
    ],
    "active_voice": ["It was sent. It was read. It was kept. We know that it is being done by them."],
    "no_behaviour_inside": [
        "Please mind your language.",
        "We did not like how you spoke to us.",
        "Please do not shout.",
        "We have a policy on unreasonable behaviour.",
        "We may limit how you contact us.",
        "You swore at our staff.",
    ],
}
LEFT_ALONE = {
    "no_promise": [
        "We cannot promise that contact will change.",
        "We will tell you what we find.",
        "You will get a reply by then.",
        "We will look at the decision again.",
    ],
    "no_opinion": [
        "We are sorry that this has been hard for you.",
        "If you think that we got this wrong, tell us.",
        "Please tell us if we got it wrong.",
        "We are sorry for the delay.",
        "The worker will be asked what happened.",
    ],
    "no_machine": ["Your computer can read this letter out to you.", "We sorted out a time to ring."],
    "no_staff_matters": ["Please leave a message.", "The worker will reply."],
    "no_equality_data": ["You can tell us if you need an interpreter.", "You are welcome to bring somebody."],
    "not_closed": ["We do not close your complaint if we hear nothing.", "Our office is closed on Monday."],
    "no_third_person": [
        "Your mother can help you write.",
        "A parent may complain too.",
        "We will ask the worker.",
        "The manager has two weeks to reply.",
    ],
    "no_whereabouts": [
        "If you live in another area, tell us.",
        "You can stay on the phone.",
        "We moved the meeting to May.",
    ],
    "no_police_health": [
        "The police are looking into this.",
        "A doctor can help you.",
        "With a friend, it may be easier.",
        "We have a copy of your letter.",
    ],
    "no_legal_advice": [
        "You can get advice from a solicitor.",
        "Your decision letter should say how to appeal and by when.",
        "You can raise it in the court case itself.",
        "A court is dealing with this.",
    ],
    "no_threats": [
        "We may ask you to write to one person.",
        "If you are not happy, we will look at it again.",
        "Complaining does not affect the services that you get.",
        "You can ring the police on 101.",
    ],
    "no_sarcasm": ["We told you about this in May.", "You may think that we are slow.", "With respect for your time."],
    "no_bare_no": [
        "We cannot look into this yet. When the court has finished, ask us again.",
        "We are not able to help with this. You can ring Ofsted.",
        "We are not able to tell you more about their work.",
    ],
    "plain_words": [
        "Ask the Patient Advice and Liaison Service.",
        "We worry about a child's safety.",
        "We will talk with them from now on.",
        "We will reply in May.",
    ],
    "no_insults": ["You asked for “large print please”.", "The bag was not thick enough."],
    "no_other_child": [
        "We spoke to your son Leo.",
        "Leo's school will not be told.",
        "Your child's school will not be told.",
        "We told Ofsted and the team.",
        "On Monday your children come.",
        "Nobody lives there.",
        "English lessons and the Ombudsman's review are separate.",
        "Denise's file is safe.",
    ],
    "known_contacts": [
        "Please ring 01632 960001.",
        "Ring (01632) 960001 or +44 1632 960001.",
        "A child can ring Childline on 0800 1111.",
        "Write to denise.harker@mailbox.example.",
        "Write to County Hall, Market Row, Brackenford, BX1 1AA.",
        "In danger, ring 999. See https://www.brackenshire.example/childrens-complaints.",
        "Your reference is PR-2026-0228, and it takes 10 working days.",
    ],
    "known_dates": ["We got it on March 3, 2026.", "We got it on Tuesday the 3rd of March."],
    "real_dates": [
        "You wrote on Tuesday 3 March 2026.",
        "You wrote on Tuesday, 3 March.",
        "It was on 29 February 2024.",
        "We write on 31/03/2026.",
    ],
    "known_stages": ["You can ask for stage two."],
    "no_long_limits": ["It takes 10 working days."],
    "no_abuse": ["You wrote “I am so upset”."],
    "no_acronyms": ["Ask the designated officer (LADO).", "Ring the NHS."],
    "easy_to_read": ["We will read it. Then we will write to you."],
    "short_sentences": [
        "We will read what you sent us. Then we will ask the people who know about it what they think."
    ],
    "active_voice": ["It was sent. We read it. We kept it. They know that we do it.", "It was sent."],
    "no_behaviour_inside": [
        "We will look into how the worker spoke to you.",
        "Your son's behaviour plan is kept.",
        "Tell us how you treat the file.",
        "You told us that they shouted.",
        "We may ask you some questions.",
    ],
}


@pytest.mark.parametrize(("key", "words"), [(key, words) for key, all_words in CAUGHT.items() for words in all_words])
def test_what_no_letter_may_say_is_caught_in_any_wording(key, words):
    assert caught(key, letter(words), PLAIN)


@pytest.mark.parametrize(
    ("key", "words"), [(key, words) for key, all_words in LEFT_ALONE.items() for words in all_words]
)
def test_what_only_looks_like_it_is_left_alone(key, words):
    assert not caught(key, letter(words), PLAIN)


def test_each_of_these_never_items_has_sentences_of_both_kinds():
    assert CAUGHT.keys() == LEFT_ALONE.keys()
    assert FINDERS.keys() >= CAUGHT.keys()
    assert len(FINDERS) == len(NEVERS)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("no_enquiry", "There will be a strategy meeting."),
        ("no_enquiry", "This became a child protection enquiry."),
        ("no_enquiry", "The allegation is being looked at."),
        ("no_enquiry", "We informed the police."),
        ("no_enquiry", "Somebody is going to interview her."),
        ("no_referrer", "The school told us about this."),
        ("no_referrer", "It was reported by somebody close to you."),
        ("no_referrer", "After a call from a neighbour we looked."),
        ("no_referrer", "Your son disclosed it."),
    ],
)
def test_where_somebody_may_be_in_danger_nothing_tells_of_the_enquiry(key, words):
    assert caught(key, letter(words), DANGER)
    assert not caught(key, letter(words), PLAIN)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("no_enquiry", "We passed it to the team who deal with this."),
        ("no_enquiry", "You can ask us about the meeting."),
        ("no_referrer", "You told us about this."),
        ("no_referrer", "The team will read it."),
    ],
)
def test_what_every_such_letter_says_is_left_alone(key, words):
    assert not caught(key, letter(words), DANGER)


class TestAddress:
    """The right letter goes to the right person."""

    def test_another_address_than_the_last_letters_names_both(self):
        case = replace(PLAIN, last_sent_to="d.harker@work.example")
        found = FINDERS["same_address"].find(letter("Hello.", case=case), case)
        assert found is not None
        assert "d.harker@work.example" in found.what
        assert "denise.harker@mailbox.example" in found.what
        assert FINDERS["same_address"].must

    @pytest.mark.parametrize(
        ("email", "is_ours"),
        [
            ("gill.marsden@brackenshire.example", True),
            ("Gill.Marsden@BRACKENSHIRE.example ", True),
            ("denise@mailbox.example", False),
            ("denise@notbrackenshire.example", False),
            ("denise@brackenshire.example.mailbox.example", False),
            ("", False),
        ],
    )
    def test_a_colleague_who_passed_it_on_is_not_written_to(self, email, is_ours):
        case = replace(PLAIN, recipient=replace(PLAIN.recipient, email=email))
        assert caught("not_a_colleague", letter("Hello.", case=case), case) is is_ours
        assert FINDERS["not_a_colleague"].must

    def test_a_colleague_can_have_a_letter_at_home(self):
        ours = replace(PLAIN.recipient, email="gill@brackenshire.example", post="1 Mill Lane\nBrackenford")
        case = replace(PLAIN, recipient=ours, channel=Channel.POST)
        assert not caught("not_a_colleague", replace(letter("Hello.", case=case), channel=Channel.POST), case)

    @pytest.mark.parametrize(
        "last", ["", "denise.harker@mailbox.example", " Denise.Harker@Mailbox.EXAMPLE ", "1 Mill Lane, Brackenford"]
    )
    def test_the_same_address_in_other_letters_or_none_yet_is_no_change(self, last):
        case = replace(PLAIN, last_sent_to=last)
        assert not caught("same_address", letter("Hello.", case=case), case)

    def test_a_letter_by_post_is_compared_with_the_postal_address(self):
        there = replace(PLAIN.recipient, post="1 Mill Lane\nBrackenford")
        case = replace(PLAIN, recipient=there, channel=Channel.POST)
        draft = letter("Hello.", case=case, channel=Channel.POST)
        assert not caught("right_recipient", draft, case)
        assert not caught("same_address", draft, replace(case, last_sent_to="1 Mill  Lane Brackenford"))
        assert not caught("same_address", draft, replace(case, last_sent_to="denise@mailbox.example"))
        assert caught("same_address", draft, replace(case, last_sent_to="2 Mill Lane, Brackenford"))
        other = replace(draft, recipient=replace(there, post="2 Mill Lane\nBrackenford"))
        assert caught("right_recipient", other, case)
        assert caught("right_recipient", draft, replace(case, recipient=replace(there, post="")))
        found = FINDERS["same_address"].find(draft, replace(case, last_sent_to="2 Mill Lane\nBrackenford"))
        assert found.what == "the last one went to 2 Mill Lane, Brackenford, this one goes to 1 Mill Lane, Brackenford"

    @pytest.mark.parametrize(
        ("changed", "is_wrong"),
        [
            pytest.param({"post": "1 Mill Lane\nBrackenford"}, False, id="they told us since where they live"),
            pytest.param({"email": "someone@mailbox.example"}, True, id="another email address"),
            pytest.param({"name": "Someone Else"}, True, id="another name"),
            pytest.param({"greeting": "Hello Someone"}, True, id="another greeting"),
        ],
    )
    def test_a_letter_by_email_is_compared_by_what_it_uses(self, changed, is_wrong):
        case = replace(PLAIN, recipient=replace(PLAIN.recipient, **changed))
        assert caught("right_recipient", letter("Hello.", case=PLAIN), case) is is_wrong

    def test_somebody_who_said_what_is_safe_to_send_is_thought_of(self):
        case = make_case(
            (Route.STATUTORY, "Visits missed"), facts=[fact(FactField.SAFE_CONTACT, "text only, he reads my mail")]
        )
        assert caught("safe_address", letter("Hello.", case=case), case)
        assert not caught("safe_address", letter("Hello."), PLAIN)


TWO = make_case(
    (Route.STATUTORY, "Visits missed since December"),
    (Route.CORPORATE, "Taxi to school stopped in January"),
)
"""Point 1 has its reply on 17 March and at the latest on 31 March 2026, point 2 on 24 March."""


class TestClocks:
    """A reply is announced for the day on which that point's clock ends."""

    @pytest.mark.parametrize(
        ("key", "words"),
        [
            ("point_1", "You will have a reply by 24 March 2026."),
            ("point_1", "You will hear from us no later than Tuesday 24 March."),
            ("point_1", "We will answer before 24/03/2026."),
            ("point_1", "We expect to reply on 24 March 2026."),
            ("point_2", "You will have a reply by 17 March 2026."),
            ("own", "The reply to point 2 comes by 17 March 2026."),
            ("own", "For Taxi to school stopped in January, you will have a reply by 17 March 2026."),
            ("own", "You will have a reply by 4 March 2026."),
        ],
    )
    def test_another_points_day_is_caught(self, key, words):
        assert caught("own_clock", letter(words, case=TWO, key=key), TWO)

    @pytest.mark.parametrize(
        ("key", "words"),
        [
            ("point_1", "You will have a reply by 17 March 2026. That is 10 working days from 3 March 2026."),
            ("point_1", "The latest date is then 31 March 2026."),
            ("point_2", "You will have a reply no later than 24 March 2026."),
            ("own", "You will have both replies by 24 March 2026."),
            ("own", "The reply to point 2 comes by 24 March 2026."),
            ("own", "Thank you for your reply. We got it on 3 March 2026."),
            ("point_1", "You wrote to us on 3 March 2026."),
        ],
    )
    def test_a_points_own_day_is_right(self, key, words):
        assert not caught("own_clock", letter(words, case=TWO, key=key), TWO)

    def test_a_row_of_a_table_is_about_its_own_point(self):
        def table(day):
            return (("Point", "By when"), ("1. Visits missed", "17 March 2026"), ("2. Taxi", day))

        assert not caught("own_clock", letter("", case=TWO, rows=table("24 March 2026")), TWO)
        assert caught("own_clock", letter("", case=TWO, rows=table("17 March 2026")), TWO)

    def test_a_heading_names_the_points_of_its_paragraph(self):
        words = "You will have a reply by 24 March 2026."
        assert not caught("own_clock", letter(words, case=TWO, key="point_1", title="Points 1 and 2"), TWO)
        assert caught("own_clock", letter(words, case=TWO, key="point_2", title="Point 1: Visits"), TWO)

    def test_a_day_that_somebody_said_for_the_letter_is_theirs(self):
        kept = tuple(replace(d, due_on=date(2026, 4, 21)) if d.what is What.REPLY else d for d in TWO.deadlines)
        case = replace(TWO, letter=LetterId.EXTENSION, said={"until": "2026-04-21"}, deadlines=kept)
        words = "You will have a reply by 21 April 2026."
        assert not caught("own_clock", letter(words, case=case, letter=LetterId.EXTENSION), case)
        assert not caught("known_dates", letter(words, case=case, letter=LetterId.EXTENSION), case)
        unkept = replace(case, deadlines=TWO.deadlines)
        assert caught("own_clock", letter(words, case=unkept, letter=LetterId.EXTENSION), unkept)

    def test_while_a_clock_stands_still_a_person_names_the_day(self):
        still = tuple(replace(d, due_on=None, paused_since=date(2026, 3, 5), days=()) for d in TWO.deadlines)
        case = replace(TWO, deadlines=still)
        assert not caught(
            "own_clock", letter("You will have a reply by 24 March 2026.", case=case, key="point_1"), case
        )


class TestNames:
    """People the writer wrote about stay out of the letter."""

    CASE = make_case(
        (Route.STATUTORY, "Visits missed"),
        facts=[
            fact(FactField.PERSON_NAMED, "Dana Cole (social worker)"),
            fact(FactField.PERSON_NAMED, "Mr Okell"),
            fact(FactField.CHILD, "Leo Harker"),
        ],
        responders=((1, "Gareth Lowe, team manager"),),
    )

    @pytest.mark.parametrize(
        "words", ["Dana Cole will reply.", "Ms Cole was asked.", "We asked Mr Okell.", "Dana rang."]
    )
    def test_a_person_they_named_is_caught(self, words):
        assert caught("no_named_person", letter(words, case=self.CASE), self.CASE)

    @pytest.mark.parametrize(
        "words", ["Gareth Lowe will reply.", "The social worker was asked.", "Leo is well.", "Colette."]
    )
    def test_a_role_a_child_of_the_case_and_who_replies_are_not(self, words):
        assert not caught("no_named_person", letter(words, case=self.CASE), self.CASE)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("you said “useless lot” and swore: shit", "no_abuse"),
        ("we will change your social worker", "no_promise"),
        ("it was our mistake", "no_opinion"),
        ("he hits her every night, you said", "no_disclosure"),
        ("please ring 07700 900123", "known_contacts"),
        ("Mrs Okell will ring", "no_staff_name"),
    ],
)
def test_what_a_person_said_for_a_letter_is_checked_like_any_words(said, key):
    case = make_case(
        (Route.STATUTORY, "Visits missed"),
        flags=[flag(Flag.SAFEGUARDING, "he hits her every night"), flag(Flag.STAFF_CONDUCT, "Mrs Okell was rude")],
        letter=LetterId.EXTENSION,
        said={"reason": said} if key != "known_contacts" else {},
    )
    assert caught(key, letter(f"This is why: {said}.", case=case, letter=LetterId.EXTENSION), case)


def test_labels_are_looked_for_only_where_the_procedure_has_them():
    case = make_case((Reason.EFD_VEXATIOUS, "Could not understand the duty worker"))
    assert caught("no_label", letter("It was abusive."), case)
    assert not caught("no_label", letter("It was abusive."), PLAIN)
