"""The marks of many programs in many languages are known, and people who write alike keep their words."""

import pytest

from ingest.message import Address, SegmentKind
from ingest.thread.segment import segment_body

OWN = (SegmentKind.OWN, SegmentKind.FORWARDED)


def own(body, **facts):
    kept = [body[s.start : s.end].strip("\n") for s in segment_body(body, **facts) if s.kind in OWN]
    return "\n".join(kept).strip()


@pytest.mark.parametrize(
    "older",
    [
        pytest.param("Am Mo., 2. März 2026 um 16:05 Uhr schrieb C <c@l.example>:\n\n> theirs", id="Gmail, German"),
        pytest.param("C <c@l.example> schrieb am Mo., 2. März 2026, 16:05:\n\n> theirs", id="Gmail on a phone, German"),
        pytest.param("-----Ursprüngliche Nachricht-----\nVon: C\nGesendet: Montag\ntheirs", id="Outlook 2003, German"),
        pytest.param("Le lun. 2 mars 2026 à 16:05, C <c@l.example> a écrit :\ntheirs", id="Gmail, French, no marks"),
        pytest.param("pon., 2 mar 2026 o 16:05 C <c@l.example> napisał(a):\n\n> theirs", id="Gmail, Polish"),
        pytest.param(
            "Od: C\nWysłano: poniedziałek, 2 marca 2026 16:05\nDo: Dana\nTemat: x\n\ntheirs", id="Outlook, Polish"
        ),
        pytest.param("De: C\nEnviado el: lunes\nPara: Dana\nAsunto: x\n\ntheirs", id="Outlook, Spanish"),
        pytest.param(
            "Em seg., 2 de mar. de 2026 às 16:05, C <c@l.example> escreveu:\n\n> theirs", id="Gmail, Portuguese"
        ),
        pytest.param("De: C\nEnviada em: segunda\nPara: Dana\nAssunto: x\n\ntheirs", id="Outlook, Portuguese"),
        pytest.param(
            "Il giorno lun 2 mar 2026 alle ore 16:05 C <c@l.example> ha scritto:\n\n> theirs", id="Gmail, Italian"
        ),
        pytest.param("Da: C\nInviato: lunedì\nA: Dana\nOggetto: x\n\ntheirs", id="Outlook, Italian"),
        pytest.param("În lun., 2 mar. 2026 la 16:05, C <c@l.example> a scris:\n\n> theirs", id="Gmail, Romanian"),
        pytest.param("De la: C\nTrimis: luni\nCătre: Dana\nSubiect: x\n\ntheirs", id="Outlook, Romanian"),
        pytest.param("Op ma 2 mrt 2026 om 16:05 schreef C <c@l.example>:\n\n> theirs", id="Gmail, Dutch"),
        pytest.param(
            "Op 2 mrt. 2026 om 16:05 heeft C <c@l.example> het volgende geschreven:\n\ntheirs", id="Apple, Dutch"
        ),
        pytest.param(
            "C <c@l.example>, 2 Mar 2026 Pzt, 16:05 tarihinde şunu yazdı:\n\n> theirs", id="Gmail on a phone, Turkish"
        ),
        pytest.param("2 Mar 2026 Pzt, 16:05 tarihinde C <c@l.example> şunu yazdı:\n\n> theirs", id="Gmail, Turkish"),
        pytest.param("Gönderen: C\nGönderildi: Pazartesi\nKime: Dana\nKonu: x\n\ntheirs", id="Outlook, Turkish"),
        pytest.param(
            "في الاثنين، 2 مارس 2026 في 4:05 م تمت كتابة ما يلي بواسطة C <c@l.example>:\n\n> theirs", id="Gmail, Arabic"
        ),
        pytest.param("من: C\nتم الإرسال: الاثنين\nإلى: Dana\nالموضوع: x\n\ntheirs", id="Outlook, Arabic"),
        pytest.param("بروز پیر، 2 مارچ، 2026 کو 4:05 PM بجے C <c@l.example> نے لکھا:\n\n> theirs", id="Gmail, Urdu"),
        pytest.param("2026-03-02, pr, 16:05 C <c@l.example> rašė:\n\n> theirs", id="Gmail, Lithuanian"),
        pytest.param("Nuo: C\nIšsiųsta: pirmadienis\nKam: Dana\nTema: x\n\ntheirs", id="Outlook, Lithuanian"),
        pytest.param("пн, 2 бер. 2026 р. о 16:05 C <c@l.example> пише:\n\n> theirs", id="Gmail, Ukrainian"),
        pytest.param("пн, 2 мар. 2026 г. в 16:05, C <c@l.example>:\n\n> theirs", id="Gmail, Russian"),
        pytest.param("От: C\nОтправлено: понедельник\nКому: Dana\nТема: x\n\ntheirs", id="Outlook, Russian"),
        pytest.param("Понедельник, 2 марта 2026, 16:05 +03:00 от C <c@l.example>:\n \ntheirs", id="Mail.ru"),
        pytest.param("---- On Mon, 02 Mar 2026 16:05:00 +0000 C <c@l.example> wrote ----\n\ntheirs", id="Zoho"),
        pytest.param(
            "-----C/Larkshire wrote: -----\nTo: Dana\nFrom: C/Larkshire\nDate: 02/03/2026\ntheirs",
            id="Lotus between dashes",
        ),
        pytest.param("C/Larkshire wrote on 02/03/2026 16:05:12:\n\n> theirs", id="Lotus, one line"),
        pytest.param(
            "From:   C/Larkshire\nTo:     Dana\nCc:\nDate:   02/03/2026 16:05\nSubject:        x\n\ntheirs",
            id="Lotus, fields",
        ),
        pytest.param('>>> "C" <c@l.example> 02/03/2026 16:05 >>>\ntheirs', id="GroupWise"),
        pytest.param(">>> C 3/2/2026 4:05 PM >>>\ntheirs", id="GroupWise, no address"),
        pytest.param(
            "-----Original Message-----\nFrom: C <c@l.example>\nDate: Mon, 2 Mar 2026 16:05:12\nTo: Dana\nSubject: x\n\ntheirs",
            id="BlackBerry",
        ),
        pytest.param(
            "-------- Original message --------\nFrom: C <c@l.example>\nDate: 02/03/2026 16:05 (GMT+00:00)\nTo: Dana\nSubject: x\n\ntheirs",
            id="Samsung",
        ),
        pytest.param(
            "------- Original Message -------\nOn Monday, March 2nd, 2026 at 16:05, C <c@l.example> wrote:\n\n> theirs",
            id="Proton",
        ),
        pytest.param(
            "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Monday 2 March 2026 16:05, C <c@l.example> wrote:\n\n> theirs",
            id="Proton, hyphens",
        ),
        pytest.param(
            "From: C <c@l.example>\nDate: Monday, 2 March 2026 at 16:05\nTo: Dana <d@a.example>\nSubject: x\ntheirs",
            id="Outlook on a Mac",
        ),
        pytest.param(
            "Date: Mon, 2 Mar 2026 16:05:12 +0000\nFrom: c@l.example\nTo: d@a.example\nSubject: x\n\ntheirs",
            id="Hotmail",
        ),
        pytest.param(
            "Subject: x\nTo: d@a.example\nFrom: c@l.example\nDate: Mon, 2 Mar 2026 16:05:12 +0000\n\ntheirs",
            id="Hotmail, another order",
        ),
        pytest.param("*From:* C\n*Date:* x\n*To:* y\n*Subject:* x\n\ntheirs", id="Outlook, bold"),
        pytest.param("On Monday, 2 March 2026 at 16:05:44 GMT, C <c@l.example> wrote: \n\ntheirs", id="Yahoo, address"),
        pytest.param("--- On Mon, 2/3/26, C <c@l.example> wrote:\n\ntheirs", id="Yahoo Classic"),
        pytest.param("Fra: C\nSendt: mandag\nTil: Dana\nEmne: x\n\ntheirs", id="Outlook, Danish"),
        pytest.param(
            "Ar ddydd Llun, 2 Mawrth 2026 am 16:05, ysgrifennodd C <c@l.example>:\n\ntheirs", id="Gmail, Welsh"
        ),
        pytest.param(
            "Sent from my iPhone\n\nOn 2 Mar 2026, at 16:05, C <c@l.example> wrote:\n\n\ufeff\ntheirs",
            id="below a phone line",
        ),
        pytest.param("> -----Original Message-----\n> From: C\n> theirs", id="Outlook, every line marked"),
        pytest.param(
            "-----Original Message-----\nFrom: C <c@l.example>\nTo: D <d@a.example>\nSent: Mon, 2 Mar 2026 16:05\nSubject: x\n\n\ntheirs",
            id="AOL",
        ),
        pytest.param("On May 30, 2026, 4:15 PM Dana d@a.example wrote:\n\ntheirs", id="brackets taken away"),
        pytest.param(
            "Dana <d@a.example> schrieb am So., 23.\nJuni 2026, 21:08:\n\n> theirs", id="Gmail, German, wrapped"
        ),
        pytest.param("Dana <d@a.example> kirjoitti 23.8.2026 kello 11.10:\n\n> theirs", id="Apple, Finnish"),
        pytest.param("&gt; theirs\n&gt;\n&gt; more", id="marks as entities"),
        pytest.param(
            "**From:** C <c@l.example>**On Behalf Of** D\n**Sent:** 28 July 2026 15:46\n**To:** HR\n**Subject:** x\n\ntheirs",
            id="Outlook through a help desk",
        ),
        pytest.param(
            "From: Human Resources\n<hr@l.example>\nSent: Monday, 26 August 2026 16:37\nTo: D\nSubject: x\n\ntheirs",
            id="Outlook, a long sender",
        ),
    ],
)
def test_the_mail_being_answered_is_quoted(older):
    assert own(f"mine\n\n{older}\n") == "mine"


@pytest.mark.parametrize("is_reply", [True, False], ids=["answering", "first mail"])
@pytest.mark.parametrize(
    "body",
    [
        "On Monday he wrote:\nyou are nothing\nto my son",
        "He came from outside and hit her",
        "Came from outside the house and hit her.",
        "Is from outside the area",
        "From: 9am\nTo: noon\nDate: Monday\nhe was left",
        "--- original message of hope ---\nhe hit me",
        "Do not open the attachment, it is a picture of the injuries.",
        "--\nhe hit me\nplease help",
        "Thanks\nDana 07700900123\ndana@x.example\nhe hit me again",
        "Kind regards\nDana\n07700 900123\ndana@a.example\nPlease do not ring before nine",
        "Important: this email is about my son",
        "Note: she hit him",
        "IMPORTANT\nThis message is to say that the social worker hit him outside",
        "Sent from the school: he is excluded",
        "Sent from Mail to stop him",
        "Confidential. He must not know that this message was sent. If you receive calls delete them.",
        "On 3 March at 10:15, she wrote:\nhe will die\nI cried",
        "The email came from outside the council and she told him all",
        "caution needed: the message from his sender was from an unknown man",
        "Official complaint",
        "OFFICIAL COMPLAINT",
        "On Facebook on 2 March 2026 at 10:10 he wrote:\nI will kill you",
        "Op 3 maart belde zij, om 10:15 schreef hij: niets",
        "Von: neun\nAn: zehn",
        "Please note this email was sent in error by your team to the wrong addressee and must be deleted, a confidential breach.",
        "External examiner:\nhit him",
        "Warning: this man sent a message from an unknown number to her",
        "Virus-free childhood is what she wanted",
        "Notice: he sent mail from an external address to a child",
        "Yours sincerely\nDana Ashdown\n1 High Street\nLS1 1AA",
        "They say 'original message' was lost",
    ],
)
def test_a_person_who_writes_alike_keeps_every_word(body, is_reply):
    assert own(body, is_reply=is_reply) == body


@pytest.mark.parametrize(
    "line",
    [
        "CAUTION: This email originated from outside of the organisation. Do\nnot click links or open attachments unless you recognise the sender and\nknow the content is safe.",
        "**EXTERNAL EMAIL** Do not click links unless you trust the sender",
        "You don't often get email from dana@a.example. Learn why this is important",
        "This email has been scanned for viruses by the council",
        "Virus-free. www.avast.com",
        "OFFICIAL-SENSITIVE",
        "Classification: OFFICIAL - SENSITIVE",
        "OFFICIAL",
        "This message has been checked for viruses and dangerous content by MailScanner, and is believed to be clean.",
        "Mae'r e-bost hwn ac unrhyw atodiadau yn gyfrinachol ac at ddefnydd y derbynnydd yn unig. Os derbynioch y neges hon trwy gamgymeriad, dilëwch hi.",
        "This email and any files transmitted with it are confidential and intended solely for the use of the individual or entity to whom they are addressed. If you have received this email in error please notify the system manager.",
        "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, vernichten Sie diese Mail.",
        "Ta wiadomość jest poufna i przeznaczona dla adresata. Jeśli otrzymali ją Państwo omyłkowo, prosimy o usunięcie.",
        "Daeth yr e-bost hwn o'r tu allan i'r sefydliad. Peidiwch â chlicio dolenni.",
        "This message came from an external sender.",
        "[External Email]",
        "Please consider the environment before printing this e-mail",
        "Sent from my Galaxy",
        "Sent from my Samsung Galaxy S23 - excuse typos",
        "Gesendet von meinem iPhone",
        "Von meinem iPhone gesendet",
        "Wysłane z iPhone'a",
        "Envoyé de mon iPhone",
        "Obtenir Outlook pour iOS",
        "Enviado desde mi iPhone",
        "Enviado do meu iPhone",
        "Inviato da iPhone",
        "Trimis de pe iPhone-ul meu",
        "Verstuurd vanaf mijn iPhone",
        "iPhone’umdan gönderildi",
        "تم الإرسال من الـ iPhone",
        "Išsiųsta iš mano iPhone",
        "Надіслано з iPhone",
        "Отправлено с iPhone",
        "Anfonwyd o fy iPhone",
        "Sent from my BlackBerry® wireless device",
        "Sent with Proton Mail secure email.",
        "Sent via BlackBerry from T-Mobile",
        "Sent from Samsung Mobile on O2",
        "Sent from my mobile, please excuse any typos.",
        "Yahoo Mail: Search, Organize, Conquer",
        "Sent from Outlook",
        "Get BlueMail for Android",
        "Sent from my Verizon, Samsung Galaxy smartphone",
        "WARNING: This email is from an external source. Treat links and attachments with caution.",
    ],
)
def test_what_phones_gateways_and_lawyers_add_is_not_the_writers(line):
    assert own(f"please help me\n\n{line}") == "please help me"
    assert own(f"{line}\n\nplease help me") == "please help me"


def test_words_below_marked_lines_of_an_older_mail_are_the_writers():
    assert own("mine\n\n-----Original Message-----\n> From: C\n> theirs\n\nmine again") == "mine\nmine again"


def test_points_that_begin_with_an_arrow_are_the_writers_unless_they_answer():
    body = "my points\n> he was hit\n> nobody came"
    assert own(body, is_reply=False) == body
    assert own(body, is_reply=True) == "my points"
    asked = "On 2 March 2026 at 10:00, School <s@l.example> wrote:\n> he hit a boy\n\nthat is a lie"
    assert own(asked, is_reply=False, recipients=[Address(name="", address="s@l.example")]) == "that is a lie"


def test_a_card_below_a_closing_is_a_signature_unless_it_tells_something():
    card = "Kind regards\n\nDana Ashdown\nTeam Manager\nTel: 01234 567890\nEmail: d@l.example\n"
    assert own(f"please help\n\n{card}") == "please help\n\nKind regards"
    assert own(f"please help\n\n{card}he is not safe").endswith("he is not safe")
    assert "Dana" in own("please help\n\nKind regards\nDana Ashdown\nmum of Leon")


@pytest.mark.parametrize(
    "marker",
    [
        "-------- Message transféré --------", "Début du message transféré :", "Anfang der weitergeleiteten Nachricht:",
        "---------- Mensaje reenviado ---------", "Początek przekazywanej wiadomości:", "---------- Przekazana wiadomość ----------",
        "-------- Messaggio inoltrato --------", "---------- Doorgestuurd bericht ---------", "---------- Mesaj redirecționat ---------",
        "---------- Yönlendirilmiş mesaj ---------", "---------- الرسالة المعاد توجيهها ---------", "---------- Persiųsta žinutė ---------",
        "---------- Пересланное сообщение ---------", "============ Forwarded message ============", "------ Forwarded Message",
        "----- Forwarded by Dana Ashdown/Larkshire on 02/03/2026 16:05 -----", "> Begin forwarded message:",
    ],
)  # fmt: skip
def test_what_is_passed_on_is_content_in_every_language(marker):
    assert "Mia was hurt" in own(f"see below\n\n{marker}\n\n> From: Carla\n> Mia was hurt")


def test_a_style_over_a_card_is_no_older_mail():
    body = "mine\nDana Ashdown\nmore of mine"
    assert own(body, history=[5]) == body


def test_answers_between_questions_are_the_writers():
    body = "On 15 Dec 2026, at 14:00, Jo <jo@l.example> wrote:\n> safe?\n\nNo.\n\n> when?\n\nSunday.\n"
    assert own(body) == "No.\nSunday."


def test_the_heading_of_a_disclaimer_goes_with_it():
    legal = "The information in this email is confidential. If you have received it in error, delete it."
    assert own(f"Help.\n\nDisclaimer\n\n{legal}") == "Help."
    assert own("Help.\n\nDisclaimer\n\nI wrote this myself.") == "Help.\n\nDisclaimer\n\nI wrote this myself."
