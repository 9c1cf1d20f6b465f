"""segment_body tells the writer's own words from others', and never hides what may be theirs."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.message import Address, Message, SegmentKind
from ingest.thread.segment import segment_body

COUNCIL = Address(name="Larkshire Complaints", address="complaints@larkshire.example")


def read(body, **facts):
    nobody = Address(name="", address="")
    return Message(digest="", sender=nobody, subject="", body=body, segments=segment_body(body, **facts))


def words(message, kind):
    return "\n".join(message.body[s.start : s.end].strip() for s in message.segments if s.kind is kind)


@pytest.mark.parametrize(
    "older",
    [
        pytest.param("On Mon, 2 Mar 2026 at 16:05, Complaints <c@larkshire.example> wrote:\n\n> theirs", id="Gmail"),
        pytest.param(
            "On Mon, 2 Mar 2026 at 16:05, Complaints Team of Larkshire <\nc@larkshire.example> wrote:\n\n> theirs",
            id="Gmail, wrapped",
        ),
        pytest.param(
            "On Mon, 2 Mar 2026 at 16:05, Complaints <c@larkshire.example> wrote:\ntheirs", id="Gmail, no marks"
        ),
        pytest.param(
            "On Mon, 2 Mar 2026, 4:05 pm Complaints, <c@larkshire.example> wrote:\ntheirs", id="Gmail on a phone"
        ),
        pytest.param("On 2 Mar 2026, at 16:05, Complaints <c@larkshire.example> wrote:\n> theirs", id="Apple"),
        pytest.param("On Monday, 2 March 2026 at 16:05:44 GMT, Complaints wrote: \ntheirs", id="Yahoo"),
        pytest.param("On 02/03/2026 16:05, Complaints wrote:\n> theirs", id="Thunderbird"),
        pytest.param("Le lun. 2 mars 2026 à 16:05, Complaints <c@larkshire.example> a écrit :\n> theirs", id="French"),
        pytest.param("Am 02.03.2026 um 16:05 schrieb Complaints:\n> theirs", id="German"),
        pytest.param("El lun, 2 mar 2026 a las 16:05, C (<c@larkshire.example>) escribió:\n> theirs", id="Spanish"),
        pytest.param("W dniu 2.03.2026 o 16:05, Complaints pisze:\n> theirs", id="Polish"),
        pytest.param("Ar Llun, 2 Maw 2026 am 16:05 ysgrifennodd Cwynion <c@larkshire.example>:\n> theirs", id="Welsh"),
        pytest.param("2026-03-02 16:05 GMT+00:00 Complaints <c@larkshire.example>:\n> theirs", id="date first"),
        pytest.param("From: Complaints\nSent: 02 March 2026 16:05\nTo: Dana\nSubject: x\n\ntheirs", id="Outlook"),
        pytest.param(
            "From: Complaints\n\nSent: 02 March 2026\n\nTo: Dana\n\nSubject: x\n\ntheirs", id="Outlook, spaced"
        ),
        pytest.param(
            "*From:* Complaints\n*Sent:* 02 March 2026\n*To:* Dana\n*Subject:* x\n\ntheirs", id="Outlook, stars"
        ),
        pytest.param("Von: C\nGesendet: Montag\nAn: Dana\nBetreff: x\n\ntheirs", id="Outlook, German"),
        pytest.param("De : C\nEnvoyé : lundi\nÀ : Dana\nObjet : x\n\ntheirs", id="Outlook, French"),
        pytest.param("Oddi wrth: C\nAnfonwyd: dydd Llun\nAt: Dana\nPwnc: x\n\ntheirs", id="Outlook, Welsh"),
        pytest.param("-----Original Message-----\nFrom: C\ntheirs", id="Original Message"),
        pytest.param("________________________________\nFrom: C\nSent: x\nTo: y\n\ntheirs", id="Outlook on a phone"),
        pytest.param("> theirs\n> more", id="marks only"),
    ],
)
def test_the_mail_being_answered_is_quoted(older):
    message = read(f"mine\n\n{older}\n")
    assert message.own_words == "mine"
    assert "theirs" in message.quoted_words


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            "On 3 March 2026 at 10:15 the manager wrote:\nwe will not come.\nI was upset.", id="tells what was written"
        ),
        pytest.param("On Monday the school wrote:\n\nhe may not come back", id="tells without a time"),
        pytest.param("On the phone she said no.\nI wrote:\nplease", id="an ordinary On"),
        pytest.param("From: nine in the morning\nTo: noon nobody came", id="hours"),
        pytest.param("From my point of view\nDate of birth: 3 May 2014\nSubject: Ellie", id="a list of facts"),
        pytest.param("he weighs >3 stone\n>3 hours late\nbye", id="a sign for more than"),
        pytest.param("the score was\n>90\nlast time", id="a number above"),
        pytest.param(
            "--\nSecond point, which is much longer than any card: " + "word " * 60, id="a line of dashes between"
        ),
        pytest.param("Kind regards\n\nDana Ashdown\nMother of Leon", id="a closing"),
        pytest.param("Sent from my phone because they took my laptop", id="about a phone"),
        pytest.param("Sent from the wrong mail address to my ex husband", id="about an address"),
        pytest.param("Sent from pillar to post", id="a saying"),
        pytest.param("WARNING from school: he was left outside", id="a warning of the school"),
        pytest.param(
            "This is confidential, my husband must not know. If you received this in error delete my number.",
            id="a secret",
        ),
        pytest.param(
            "A confidential email about us was sent in error to the wrong address and must be deleted.", id="a breach"
        ),
        pytest.param("This email was meant for another family and is confidential.", id="a breach, short"),
        pytest.param("You forwarded message after message and nobody answered", id="talks of forwarding"),
        pytest.param("-----\nI wrote the original message in May\n-----", id="talks of the original"),
    ],
)
def test_a_persons_own_words_stay_theirs(body):
    message = read(body)
    assert [segment.kind for segment in message.segments] == [SegmentKind.OWN]


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone",
        "Sent from my iPhone 15 Pro",
        "Sent from my Samsung Galaxy smartphone.",
        "Sent from my Huawei phone",
        "Sent from Outlook for iOS<https://aka.ms/o0ukef>",
        "Sent from Yahoo Mail on Android",
        "Sent from Yahoo Mail for iPhone",
        "Sent from Mail for Windows 10",
        "Sent from the all new AOL app for iOS",
        "Get Outlook for Android<https://aka.ms/AAb9ysg>",
        "Get Outlook for iOS",
        "Envoyé de mon iPhone",
        "Anfonwyd o fy iPhone",
    ],
)
def test_what_a_phone_adds_is_a_signature(line):
    message = read(f"please help\n\n{line}")
    assert message.own_words == "please help"
    assert words(message, SegmentKind.SIGNATURE) == line


@pytest.mark.parametrize("dashes", ["-- ", "--"])
def test_a_card_below_dashes_is_a_signature(dashes):
    message = read(f"please help\n{dashes}\nDana Ashdown\nTel 07700 900123")
    assert message.own_words == "please help"
    assert "07700 900123" in words(message, SegmentKind.SIGNATURE)


def test_a_story_below_dashes_is_none():
    story = "\n".join(f"On day {n} nobody came to see him and I was told to wait." for n in range(60))
    assert read(f"please help\n-- \n{story}").own_words.endswith("I was told to wait.")


def test_a_card_the_mail_program_marked_is_a_signature_unless_it_is_a_story():
    body = "please help\nDana\n07700 900123"
    assert read(body, signatures=[(12, len(body))]).own_words == "please help"
    story = "please help\n" + "word " * 400
    assert read(story, signatures=[(12, len(story))]).own_words == story.strip()


@pytest.mark.parametrize(
    "boilerplate",
    [
        "This email and any attachments are confidential and intended solely for the addressee. If you are not the intended recipient please delete it.",
        "CONFIDENTIALITY NOTICE: this message is intended for the named recipient only. Unauthorised use is prohibited.",
        "The information in this e-mail is privileged. If you have received it in error notify the sender and delete it.",
        "CAUTION: This email originated from outside of the organisation. Do not click links.",
        "[EXTERNAL]",
        "External Email:",
        "Please consider the environment before printing this email.",
    ],
)
def test_boilerplate_is_a_disclaimer(boilerplate):
    message = read(f"{boilerplate}\n\nplease help\n\n{boilerplate}")
    assert message.own_words == "please help"
    assert {segment.kind for segment in message.segments} == {SegmentKind.DISCLAIMER, SegmentKind.OWN}


def test_a_banner_in_the_same_paragraph_takes_only_its_line():
    assert read("CAUTION: This email came from outside the council.\nplease help").own_words == "please help"


@pytest.mark.parametrize(
    "marker",
    [
        "---------- Forwarded message ---------",
        "---------- Forwarded message ----------\nFrom: Carla <carla@mace.example>\nDate: x\nSubject: y\nTo: z",
        "Begin forwarded message:\n\n> From: Carla",
        "-------- Forwarded Message --------\nSubject: x",
        "----- Forwarded message -----",
        "-----Weitergeleitete Nachricht-----",
    ],
)
@pytest.mark.parametrize("subject", ["Fwd: Mia", "Mia"])
def test_what_is_passed_on_is_content(marker, subject):
    message = read(f"see below\n\n{marker}\n\nMia was hurt.", subject=subject)
    assert "Mia was hurt." in message.own_words
    assert message.quoted_words == ""


@pytest.mark.parametrize("subject", ["FW: Mia", "Fwd: Mia", "fw:Mia", "WG: Mia", "TR: Mia"])
@pytest.mark.parametrize(
    "older",
    [
        "From: Carla\nSent: x\nTo: Duty\nSubject: Mia\n\nMia was hurt.",
        "On Mon, 2 Mar 2026 at 10:00, C <c@mace.example> wrote:\n> Mia was hurt.",
    ],
)
def test_the_subject_of_a_forward_is_believed(subject, older):
    message = read(older, subject=subject, recipients=[COUNCIL])
    assert "Mia was hurt." in message.own_words


def test_an_answer_to_a_forward_is_an_answer():
    message = read("no\n\nFrom: C\nSent: x\nTo: y\n\ntheirs", subject="Re: Fwd: Mia")
    assert message.own_words == "no"


def test_a_forward_inside_what_is_answered_stays_quoted():
    older = "From: C\nSent: x\nTo: y\n\nsee this\n---------- Forwarded message ---------\nold"
    assert read(f"mine\n\n{older}").own_words == "mine"


@pytest.mark.parametrize(
    "source",
    [
        "From: Larkshire Complaints\nSent: x\nTo: Dana",
        "-----Original Message-----\nFrom: Someone <complaints@larkshire.example>",
        "On Mon, 2 Mar 2026 at 16:05, X <COMPLAINTS@larkshire.example> wrote:\n",
    ],
)
@pytest.mark.parametrize("facts", [{"subject": "Fwd: x"}, {"is_reply": False}])
def test_our_own_letter_is_never_taken_for_the_writers_words(source, facts):
    assert read(f"mine\n\n{source}\n> theirs", recipients=[COUNCIL], **facts).own_words == "mine"


def test_a_pasted_mail_that_answers_nothing_is_content():
    pasted = "look at this\n\nFrom: Worker\nSent: Monday\nTo: Ex\nSubject: x\n\nher new address is"
    assert "her new address is" in read(pasted, is_reply=False).own_words
    assert "her new address is" in read(pasted, is_reply=True).quoted_words


def test_a_mail_that_is_all_quotation_and_answers_nothing_is_content():
    assert read("> please help me\n> i am scared", is_reply=False).own_words == "> please help me\n> i am scared"


@pytest.mark.parametrize(
    "hint", ["My answers are in red below.", "See my comments below", "I have replied in capitals."]
)
def test_answers_inside_the_older_mail_are_not_hidden(hint):
    message = read(f"{hint}\n\nFrom: C\nSent: x\nTo: y\n\nWas he safe? NO HE WAS NOT")
    assert "NO HE WAS NOT" in message.own_words


def test_marks_of_the_mail_program_count_where_words_do_not():
    body = "mine\nold words\nolder words\nmine again"
    assert read(body, quotes=[(4, 26)]).own_words == "mine\nmine again"
    assert read(body, history=[4]).own_words == body
    head = "mine\nLähettäjä: A\nAihe: b\nolder words"
    assert read(head, history=[4]).own_words == "mine"


@pytest.mark.parametrize("body", ["", "\n", "   \n \n"])
def test_no_words_no_kinds_but_own(body):
    assert {segment.kind for segment in segment_body(body)} <= {SegmentKind.OWN}


LINES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            *(
                "",
                "  ",
                "> x",
                ">",
                ">> y",
                "-- ",
                "--",
                "mine",
                "On Mon, 2 Mar 2026 at 10:00, A <a@b.example> wrote:",
                "wrote:",
            ),
            *("From: a", "Sent: b", "To: c", "Subject: d", "-----Original Message-----", "Begin forwarded message:"),
            *("Sent from my iPhone", "---- Forwarded message ----", "[EXTERNAL]", "answers below", "\x0b", "\u2028"),
            "This email is confidential, intended for the addressee; delete it if you have received it in error.",
        ]
    ),
)


@st.composite
def bodies(draw):
    body = "\n".join(draw(st.lists(LINES, max_size=25)))
    place = st.integers(0, len(body))
    spans = st.lists(st.tuples(place, place).map(lambda s: (min(s), max(s))).filter(lambda s: s[0] < s[1]), max_size=4)
    facts = {
        "subject": draw(st.sampled_from(["", "Re: x", "Fwd: x"])),
        "is_reply": draw(st.booleans()),
        "quotes": draw(spans),
        "signatures": draw(spans),
        "history": draw(st.lists(place, max_size=2)),
    }
    return body, facts


@given(bodies())
@settings(max_examples=500, deadline=None)
def test_segments_cover_any_body_in_order_without_gap_or_overlap(case):
    body, facts = case
    segments = segment_body(body, **facts)
    assert "".join(body[s.start : s.end] for s in segments) == body
    assert [s.start for s in segments] == [0, *(s.end for s in segments)][: len(segments)]
    assert all(a.kind is not b.kind for a, b in pairwise(segments))
    for segment in segments:
        assert segment.start == 0 or body[segment.start - 1] == "\n"


@given(st.text(max_size=300).filter(lambda text: ">" not in text and "--" not in text))
@settings(max_examples=200, deadline=None)
def test_words_without_any_mark_are_all_own(text):
    assert {segment.kind for segment in segment_body(text)} <= {SegmentKind.OWN}
