"""List what machines write into subjects and bodies: answering machines, mail servers, receipts, asks to confirm.

Programs begin an automatic subject with these words and a colon, or write nothing else; a person who writes about
machines writes more. Words that stand in people's subjects too ("Absent", "Away", "Holiday") are not here.
"""

# ruff: noqa: RUF001 - the letters of other alphabets are meant

ANSWERS = (
    # English and Welsh
    *("automatic reply", "automatic response", "auto reply", "auto-reply", "autoreply", "auto response"),
    *("auto-response", "autoresponse", "automated reply", "automated response", "automatic acknowledgement"),
    *("automated acknowledgement", "auto acknowledgement", "auto-acknowledgement", "vacation reply", "holiday reply"),
    *("out of office", "out-of-office", "out of the office", "out-of-the-office", "out of office reply"),
    *("out of office autoreply", "out of office auto-reply", "out-of-office autoreply", "out of office response"),
    *("out of office notification", "out of office message", "out of office automatic reply", "away from the office"),
    *("away from office", "ooo", "ymateb awtomatig", "ymateb awtomataidd", "ateb awtomatig", "allan o'r swyddfa"),
    # German, Dutch and the North
    *("automatische antwort", "automatische rückantwort", "autoantwort", "abwesenheitsnotiz", "abwesenheitsnachricht"),
    *("abwesend", "abwesenheit", "automatisch antwoord", "automatische reactie", "afwezig", "afwezigheid"),
    *("afwezigheidsbericht", "afwezigheidsmelding", "autosvar", "automatisk svar", "automatiskt svar", "frånvaro"),
    *("fraværende", "ikke til stede", "automaattinen vastaus"),
    # French, Spanish, Portuguese, Italian, Romanian
    *("réponse automatique", "absence du bureau", "absent du bureau", "message d'absence", "notification d'absence"),
    *("respuesta automática", "respuesta automatica", "fuera de la oficina", "fuera de oficina", "autorespuesta"),
    *("resposta automática", "resposta automatica", "fora do escritório", "ausente do escritório"),
    *("ausência temporária", "risposta automatica", "fuori sede", "fuori ufficio", "assenza dall'ufficio"),
    *("răspuns automat", "raspuns automat", "absent din birou", "în afara biroului"),
    # Polish and its neighbours, Lithuanian, Hungarian
    *("odpowiedź automatyczna", "automatyczna odpowiedź", "autoodpowiedź", "poza biurem", "automatická odpověď"),
    *("automatická odpoveď", "automatinis atsakymas", "automātiska atbilde", "automatikus válasz", "házon kívül"),
    # Ukrainian, Russian, Bulgarian, Greek, Turkish, Albanian
    *("автоматична відповідь", "автовідповідь", "не в офісі", "поза офісом", "автоматический ответ", "автоответ"),
    *("вне офиса", "нет на месте", "автоматичен отговор", "αυτόματη απάντηση", "otomatik yanıt", "otomatik cevap"),
    *("ofis dışında", "ofis dışı", "përgjigje automatike"),
    # Arabic, Urdu, Chinese
    *("رد تلقائي", "الرد التلقائي", "رد آلي", "خارج المكتب", "خودکار جواب", "دفتر سے باہر", "自动答复", "自动回复"),
)

BOUNCES = (
    *("undeliverable", "undelivered", "undelivered mail", "undeliverable mail", "undelivered mail returned to sender"),
    *(
        "mail delivery failed",
        "mail delivery failure",
        "mail delivery subsystem",
        "mail delivery system",
        "mail delivery",
    ),
    *("mail delivery failed: returning message to sender", "delivery status notification", "delivery failed"),
    *("delivery has failed", "delivery failure", "delivery failure notification", "delivery notification"),
    *("returned mail", "failure notice", "failed mail", "message not delivered", "message undeliverable"),
    *("non-delivery report", "non delivery report", "nondeliverable mail", "mail system error", "mail error"),
    *("mail could not be delivered", "message could not be delivered", "unable to deliver", "mail status report"),
    *("delivery report", "warning: could not send message", "message delayed", "delivery delayed", "delayed mail"),
    *("mail delivery warning", "delivery delay notification", "warning: message", "returned to sender"),
    *("unzustellbar", "mail konnte nicht zugestellt werden", "non remis", "échec de la remise", "no se puede entregar"),
    *("no entregado", "não entregue", "não é possível entregar", "impossibile recapitare", "mancata consegna"),
    *("nie można dostarczyć", "niedostarczone", "niedostarczalne", "onbestelbaar", "niet bestelbaar", "nelivrabil"),
    *("nu se poate livra", "teslim edilemedi", "недоставлено", "не доставлено", "не удается доставить", "nepristatyta"),
    *("غير قابل للتسليم", "تعذر التسليم", "methwyd â danfon", "ni ellir danfon", "kan inte levereras", "ikke levert"),
)

BOUNCE_SAYINGS = (
    r"(?:could not|couldn't|cannot|can't|can not|was not|wasn't able to|unable to|failed to) be delivered",
    r"(?:unable|not able|failed|impossible) to (?:be )?deliver",
    r"(?:wasn't|was not) able to deliver your message",
    r"could not deliver (?:the )?(?:following )?(?:message|mail)",
    r"(?:was|is) undeliverable|delivery (?:to|of|has|failed|failure)[^.\n]{0,80}(?:fail|delay|permanent)",
    r"(?:failed|undeliverable|invalid|unknown) recipients?\b|did not reach (?:some or all|the following)",
    r"created automatically by (?:the )?mail|automatically generated delivery",
    r"permanent(?:ly)? (?:fatal )?(?:error|fail)",
    r"(?:addresses|recipients) had (?:permanent|transient)|user unknown|mailbox (?:unavailable|is full|not found)",
    r"returned (?:to sender|message)|message (?:has|is) (?:been )?(?:delayed|returned|rejected)|will (?:keep|be) retr",
    r"delivery of (?:e-?)?mail to [\s\S]{0,120}(?:postponed|delayed)",
    r"rcpt to:|\b5\d\d[ -][45]\.\d\.\d|pas pu être (?:d[ée]livr|remis|distribu)|n'a pas pu etre|nicht zugestellt",
    r"no se (?:pudo|ha podido) entregar|impossibile (?:consegnare|recapitare)|nie (?:zosta\w+|można) dostarcz",
)
"""What a mail server says in the first lines of a report; with a subject of ``BOUNCES`` that is sure."""

RECEIPT_SUBJECTS = (
    "read",
    "not read",
    "gelesen",
    "ungelesen",
    "lu",
    "non lu",
    "leído",
    "letto",
    "przeczytano",
    "gelezen",
)
RECEIPT_SAYINGS = (
    r"your message\s+to:[^\n]{0,300}\n[\s\S]{0,600}\bwas (?:read|deleted|displayed|opened) (?:on|without)",
    r"this is a (?:return|read|delivery) receipt for the (?:mail|message)",
    r"return receipt[\s\S]{0,400}(?:was (?:displayed|read|received)|your document)",
    r"ihre nachricht\s[\s\S]{0,400}wurde (?:am|ungelesen)[^\n]{0,80}(?:gelesen|gelöscht)",
)

CALENDAR_ANSWERS = (
    *("accepted", "declined", "tentative", "tentatively accepted", "zugesagt", "abgelehnt", "accepté", "refusé"),
    *("aceptado", "aceptada", "rechazado", "accettato", "rifiutato", "zaakceptowano", "odrzucono", "geaccepteerd"),
    *("derbyniwyd", "gwrthodwyd"),
)

CONFIRMATIONS = (
    r"(?:verify|confirm|authenticate) (?:yourself|that you are (?:a )?(?:human|real|not a)|your identity)",
    r"(?:verify|confirm|authori[sz]e) (?:this|your) (?:e-?mail|message)[\s\S]{0,400}(?:click|following link|visit)",
    r"(?:click|reply|link)[\s\S]{0,200}(?:to have|for) your (?:e-?mail|message)s?[^.\n]{0,40}(?:deliver|releas|accept)",
    r"(?:spam ?arrest|boxbe|bluebottle|choicemail|tmda|sendio)[\s\S]{0,600}(?:verif|confirm|click|guest list|pending)",
)
"""What a spam guard writes that holds a mail back until its sender proves to be a person."""

AWAY_SAYINGS = (
    r"\b(?:i am|i'm|i’m|i will be|i shall be) (?:currently )?(?:out of|away from) (?:the |my )?office",
    r"\b(?:i am|i'm|i’m|i will be|i shall be) (?:currently |now )?on (?:[a-z]{4,13} )?(?:leave|holiday|vacation)",
    r"\b(?:no longer|don't|do not) works? (?:for|at|here)",
    r"\bthis (?:mailbox|e-?mail address|inbox) is (?:not|no longer) monitored",
    r"\bich bin (?:derzeit |vom |bis |ab )[^.\n]{0,60}(?:nicht (?:im büro|erreichbar)|abwesend)",
    r"\bje suis (?:actuellement )?(?:absent|en congé|hors du bureau)|\bestoy fuera de la oficina",
    r"\bsono fuori (?:sede|ufficio)|\bjestem (?:obecnie )?(?:na urlopie|poza biurem|nieobecn)|\bnu sunt la birou",
    r"\bben ik (?:afwezig|niet aanwezig)|\bofis dışındayım|\bя (?:сейчас )?(?:в отпуске|не в офисе)",
    r"\bя (?:зараз )?у відпустці|\brwy(?:f i)? allan o'r swyddfa",
)
AWAY_HINTS = (
    r"\b(?:return|back|until|access to (?:my )?e-?mails?|respond|reply|wr[aoó]c|retour|vuelv|torn|zurück|terug)",
    r"\b(?:urgent|emergenc|in my absence|please (?:contact|e-?mail|call)|colleague|dringend|urgence|urgente|pilnych)",
)
