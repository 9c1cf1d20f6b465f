"""List the words mail programs write round other people's mails, in the languages the council's families use.

English, Welsh, Polish, Romanian, German, French, Spanish, Portuguese, Italian, Dutch, Turkish, Arabic, Urdu,
Lithuanian, Ukrainian and Russian, and the neighbours of these whose marks are as short.
"""

# ruff: noqa: RUF001 - the letters of other alphabets are meant

import re
from collections.abc import Iterable


def one_of(words: Iterable[str]) -> str:
    """Return a pattern that finds any of these words, a longer one before what it begins with."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


ATTRIBUTION_STARTS = (
    *("On", "Le", "Am", "El", "Em", "Il", "Op", "Ar", "W dniu", "Dnia", "În", "In data", "Pe", "La", "Den", "Dne"),
    *("På", "Vào", "Data", "Dana", "Το", "Στις", "في", "بتاريخ", "يوم", "بروز", "مورخہ", "بتاریخ", "در"),
)
"""How "On Monday, 2 March 2026 at 16:05, Dana wrote:" begins where it does not begin with the date."""

ATTRIBUTION_VERBS = (
    *("wrote", "writes", "sent", "a écrit", "schrieb", "escribió", "escreveu", "ha scritto", "schreef", "geschreven"),
    *("ysgrifennodd", "wedi ysgrifennu", "pisze", "napisał(a)", "napisał", "napisała", "a scris", "skrev", "rašė"),
    *("parašė", "пише", "написав", "написала", "написав(ла)", "пишет", "написал", "написал(а)", "yazdı", "yazmış"),
    *(
        "كتب",
        "كتبت",
        "كتب/كتبت",
        "تمت كتابة ما يلي بواسطة",
        "نے لکھا",
        "لکھا",
        "نوشت",
        "napsal(a)",
        "napísal(a)",
        "írta",
    ),
    *("kirjoitti", "đã viết", "写道", "έγραψε", "napisao", "shkroi"),
)

DIVIDERS = (
    *("original message", "original appointment", "reply message", "originalnachricht", "original-nachricht"),
    *("ursprüngliche nachricht", "antwort nachricht", "message d'origine", "message d’origine", "message original"),
    *("mensaje original", "mensagem original", "messaggio originale", "wiadomość oryginalna", "oryginalna wiadomość"),
    *("oorspronkelijk bericht", "origineel bericht", "mesaj original", "mesajul original", "mesaj inițial"),
    *("orijinal mesaj", "orijinal ileti", "özgün ileti", "исходное сообщение", "оригинальное сообщение"),
    *("первоначальное сообщение", "вихідне повідомлення", "оригінальне повідомлення", "pirminis pranešimas"),
    *("originalus laiškas", "originali žinutė", "الرسالة الأصلية", "رسالة أصلية", "اصل پیغام", "اصلی پیغام"),
    *("neges wreiddiol", "oprindelig meddelelse", "opprinnelig melding", "ursprungligt meddelande"),
    *("alkuperäinen viesti", "eredeti üzenet", "původní zpráva", "pôvodná správa", "izvorna poruka", "αρχικό μήνυμα"),
)
"""What stands between two rows of dashes over the mail that is answered."""

FORWARDS = (
    *("forwarded message", "forwarded by", "forwarded mail", "fwd message", "weitergeleitete nachricht"),
    *("message transféré", "message réexpédié", "mensaje reenviado", "mensagem encaminhada", "mensagem reencaminhada"),
    *("messaggio inoltrato", "wiadomość przekazana", "przekazana wiadomość", "doorgestuurd bericht"),
    *("mesaj redirecționat", "mesaj redirecţionat", "mesaj înaintat", "yönlendirilmiş mesaj", "iletilmiş mesaj"),
    *(
        "yönlendirilen ileti",
        "رسالة مُعاد توجيهها",
        "رسالة معاد توجيهها",
        "الرسالة المعاد توجيهها",
        "فارورڈ کیا گیا پیغام",
    ),
    *("persiųsta žinutė", "persiųstas laiškas", "persiųstas pranešimas", "пересланное сообщение"),
    *("пересылаемое сообщение", "переслане повідомлення", "перенаправлене повідомлення", "neges a anfonwyd ymlaen"),
    *("neges wedi'i hanfon ymlaen", "videresendt meddelelse", "vidarebefordrat meddelande", "továbbított üzenet"),
)
"""What stands between two rows of dashes over a mail that is passed on."""

FORWARD_LINES = (
    *("begin forwarded message", "forwarded message", "anfang der weitergeleiteten nachricht"),
    *("début du message transféré", "début du message réexpédié", "inicio del mensaje reenviado"),
    *("início da mensagem reencaminhada", "início da mensagem encaminhada", "inizio messaggio inoltrato"),
    *("begin doorgestuurd bericht", "początek przekazywanej wiadomości", "început mesaj redirecționat"),
    *("iletilen ileti başlangıcı", "начало переадресованного сообщения", "початок переадресованого повідомлення"),
    *("بدء الرسالة المعاد توجيهها", "dechrau neges a anfonwyd ymlaen", "dechrau'r neges a anfonwyd ymlaen"),
)
"""The same as a line of its own that ends with a colon."""

FROM = frozenset(
    (
        *("from", "de", "von", "da", "van", "od", "nadawca", "oddi", "oddi wrth", "gan", "de la", "fra", "från"),
        *(
            "kimden",
            "gönderen",
            "من",
            "منجانب",
            "از",
            "nuo",
            "siuntėjas",
            "від",
            "от",
            "от кого",
            "feladó",
            "odesílatel",
        ),
        *("lähettäjä", "από", "发件人", "expéditeur", "remitente", "remetente", "mittente", "absender", "afzender"),
    )
)
WHEN = frozenset(
    (
        *("sent", "date", "sent on", "received", "envoyé", "envoyé le", "gesendet", "gesendet am", "datum", "enviado"),
        *("enviado el", "enviada em", "enviado em", "fecha", "data", "inviato", "verzonden", "wysłano", "wysłane"),
        *("anfonwyd", "dyddiad", "trimis", "trimisă", "sendt", "dato", "skickat", "gönderme tarihi", "gönderildi"),
        *("tarih", "تاريخ", "التاريخ", "أرسلت", "تم الإرسال", "تاریخ", "بھیجا گیا", "išsiųsta", "надіслано", "дата"),
        *("отправлено", "elküldve", "dátum", "odesláno", "lähetetty", "ημερομηνία", "发送时间"),
    )
)
REST = frozenset(
    (
        *("to", "cc", "subject", "à", "objet", "an", "kopie", "betreff", "para", "asunto", "assunto", "a", "oggetto"),
        *("aan", "onderwerp", "do", "odbiorca", "temat", "at", "i", "pwnc", "testun", "către", "catre", "subiect"),
        *("til", "emne", "till", "ämne", "kime", "konu", "إلى", "الى", "الموضوع", "موضوع", "بنام", "kam", "tema"),
        *("кому", "тема", "címzett", "tárgy", "komu", "předmět", "vastaanottaja", "aihe", "προς", "θέμα", "收件人"),
        *("主题", "reply-to"),
    )
)

DEVICE_STARTS = (
    *("envoyé de", "envoyé depuis", "envoyé à partir de", "télécharger outlook", "obtenir outlook", "enviado desde"),
    *(
        "enviado do",
        "enviado a partir",
        "enviado pelo",
        "obtener outlook",
        "obter o outlook",
        "von meinem",
        "gesendet von",
    ),
    *("gesendet mit", "gesendet aus", "outlook für", "anfonwyd o", "wysłane z", "wysłano z", "pobierz aplikację"),
    *("trimis de pe", "trimis din", "obțineți outlook", "inviato da", "scarica outlook", "ottieni outlook"),
    *("verstuurd vanaf", "verzonden vanaf", "verzonden met", "outlook voor", "download outlook", "išsiųsta iš"),
    *("надіслано з", "відправлено з", "отправлено с", "отправлено из", "تم الإرسال من", "أُرسلت من", "مرسل من", "میرے"),
    *("sendt fra", "skickat från", "odesláno z", "küldve", "lähetetty"),
)
"""How a phone says in other languages than English that it sent the mail; a device or a program is named after it."""

DEVICES = (
    *("iphone", "ipad", "ipod", "ios", "samsung", "galaxy", "android", "huawei", "xiaomi", "redmi", "honor", "pixel"),
    *("blackberry", "nokia", "xperia", "motorola", "oneplus", "oppo", "windows", "outlook", "yahoo", "gmail", "icloud"),
    *("proton", "aol", "hotmail", "gmx", "web.de", "orange", "mail.ru", "почт", "poczt", "smartphone", "smartfon"),
    *("handy", "tablet", "apple", "thunderbird", "bluemail"),
)
