"""Know what is added to a person's words: by phones, by gateways, by lawyers, and by people under their own name.

Every pattern is anchored and bounded; what speaks of "I" or "my" is a person's and never taken for a machine's.
"""

# ruff: noqa: RUF001 - the letters of other alphabets are meant

import re

from ingest.thread.words import DEVICE_STARTS, DEVICES

_NAMES = "|".join(re.escape(name) for name in DEVICES)
# Whole lines only: "Sent from my phone because they took my laptop" is a sentence of somebody's own.
_EXCUSE = (
    r"(?:\s{0,2}[-.,;!]\s{0,2}(?:so )?(?:please )?(?:excuse|forgive|pardon|apologi[sz]es? for|sorry for"
    r"|ignore)[^.\n]{0,50}"
    r"(?:typ(?:o|ing)|brevity|errors?|spelling|mistakes?|auto-?correct|shortness)[^.\n]{0,30})?"
)
_DEVICE = re.compile(
    r"\s{0,4}(?:"
    r"sent (?:from|via|using|by|on) (?:my |the |a |an )?(?:verizon,? |vodafone |o2 |ee |three |bt |apple |google "
    r"|t-mobile |at&t )?"
    r"(?:iphone|ipad|ipod|samsung|galaxy|huawei|android|blackberry|nokia|xperia|sony|oneplus|pixel|motorola|moto"
    r"|honor|redmi"
    r"|xiaomi|oppo|windows|mobile|phone|smartphone|tablet|handset)[®™]?"
    r"(?:[ -](?:galaxy|device|smartphone|phone|tablet|mobile|pro|plus|max|mini|air|ultra|edge|note|fold|flip|wireless"
    r"|device|xperia™?|lumia|5g|4g|[a-z]{0,2}\d\w{0,4})){0,6}"
    r"(?: on (?:the )?(?:ee|o2|vodafone|three|bt|verizon|at&t|t-mobile|virgin)(?: network)?| from [\w&-]{2,15})?"
    r"|sent (?:from|via|with|using) (?:the )?(?:all new )?\[?"
    r"(?:outlook|yahoo|mail|aol|proton ?mail|gmail|hotmail|icloud|bt|sky|virgin media|talktalk|ee|bluemail|spark"
    r"|mailspring"
    r"|mailbird|nine|canary|tutanota|tuta|fastmail|zoho|hushmail|workspace one boxer|edison|k-9 mail|thunderbird"
    r"|front)\]?"
    r"(?:\([^()\s]{4,100}\))?"
    r"(?: (?:mail|app|email|e-mail|for|on|windows|ios|android|iphone|ipad|mobile|desktop|secure|new|all|suite"
    r"|encrypted"
    r"|\d{1,2}))"
    r"{0,6}"
    r"|(?:get|download) (?:outlook|bluemail|yahoo mail|typeapp) for (?:ios|android|mac|mobile|iphone)"
    r"|yahoo mail: search, organi[sz]e, conquer"
    rf"|(?:{'|'.join(map(re.escape, DEVICE_STARTS))})\b(?=[^\n]{{0,60}}(?:{_NAMES}))[^\n.!?]{{2,70}}"
    rf"|(?=[^\n]{{0,40}}(?:{_NAMES}))[^\n.!?]{{2,40}}(?:gesendet|gönderildi|cihazımdan gönderildi|سے بھیجا گیا"
    rf"|edinin)"
    r")" + _EXCUSE + r"[.\s]{0,3}(?:[<(\[]https?://[^\s]{1,300})?\s{0,4}$",
    re.IGNORECASE,
)
_DEVICE_HINT = re.compile(rf"sent |get |download |yahoo mail|{_NAMES}", re.IGNORECASE)
_SHORTEST, _LONGEST = 8, 500
_LEGAL_START = re.compile(
    r"[\s*_=#<\[-]{0,100}(?:th(?:is|e) (?:e-?mail|message|communication|transmission|document)"
    r"|the (?:information|contents?|views|opinions)|(?:any|all) (?:e-?mails?|views|opinions|information)"
    r"|(?:strictly |private (?:and|&) )?confidential|disclaimer|important|notice|legal|privileged"
    r"|if (?:you (?:are not|have received|received)|this (?:e-?mail|message))"
    r"|e-?mail|please note|unless|we (?:have taken|monitor|cannot accept)|internet (?:e-?mail|communications)"
    r"|mae(?:'r|’r| unrhyw| yr)|os (?:nad |ydych|nid|derbyn)|gall (?:yr |y |unrhyw)|bwriedir|rhybudd|ymwadiad"
    r"|diese (?:e-?mail|nachricht)|der inhalt|wichtiger hinweis|ce (?:message|courriel|mail)|cet? e-?mail"
    r"|est[ea] (?:mensaje|correo|mensagem|e-?mail)|a presente mensagem|quest[oa] (?:messaggio|e-?mail|comunicazione)"
    r"|le informazioni|ta wiadomość|niniejsza|treść tej|informacje zawarte|acest (?:mesaj|e-?mail)|dit"
    r" (?:bericht|e-?mail)"
    r"|deze e-?mail|bu (?:e-?posta|mesaj|ileti)|هذه الرسالة|هذا البريد|یہ ای میل|šis (?:laiškas|pranešimas|el)"
    r"|це повідомлення|цей лист|это сообщение|данное сообщение|настоящее)",
    re.IGNORECASE,
)
_LEGAL_HEADING = re.compile(
    r"\W{0,6}(?:e-?mail )?(?:(?:legal )?disclaimer|(?:confidentiality|legal|privacy|important)"
    r" ?(?:notice|statement|note)?|ymwadiad|cyfrinachedd)\W{0,6}$",
    re.IGNORECASE,
)
_LEGAL_READER = re.compile(
    r"intended (?:only|solely|recipient|for)|addressee|addressed|named (?:above|recipient)|if you (?:have"
    r" )?received? ?d?"
    r"|derbyn(?:nydd|iwyd|ioch)|at ddefnydd|bwriad|fwriad|(?:bestimmt|empfänger|adressat)|destinat|destinée"
    r"|adresat|odbiorc"
    r"|geadresseerde|bestemd|alıcı|المرسل إليه|المستلم|وصول کنندہ|gavėj|adresuot|отримувач|адресат|получател",
    re.IGNORECASE,
)
_LEGAL = (
    re.compile(
        r"confidential|privileged|g?c?yfrinachol|vertraulich|confidenti?el|confidencial|riservat|poufn"
        r"|vertrouwelijk|gizli"
        r"|سرية|سري|خفیہ|konfidencial|конфіденційн|конфиденциальн|confidențial",
        re.IGNORECASE,
    ),
    re.compile(
        r"in error|unauthori[sz]ed|prohibited|strictly forbidden|delete|destroy|disclos|camgymeriad|dile|irrtümlich"
        r"|vernichten|löschen|erreur|error|erro\b|errore|omyłk|usun|vergissing|yanlışlıkla|بالخطأ|غلطی|klaid"
        r"|помилк|ошибк",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:this|any|the|these) (?:e-?mails?|messages?|communications?|transmission|attachments?|sender|files?)"
        r"|e-bost|neges|nachricht|message|mensaje|mensagem|messaggio|wiadomoś|mesaj|bericht|رسال|ای میل|laišk"
        r"|pranešim"
        r"|повідомлен|сообщен",
        re.IGNORECASE,
    ),
    re.compile(r"virus|feirws|malware|monitored|registered (?:office|in|charity)|no liability|liable", re.IGNORECASE),
)
_FOREIGN_ME = re.compile(
    r"\b(?:ich|mein\w*|je|mon|mes|mój|moj\w*|mnie|eu|meu|minha|yo|mis|io|mio|mia|ben|benim)\b", re.IGNORECASE
)
_FROM_OUTSIDE = r"(?:outside|external|unknown|unfamiliar|not (?:be )?(?:from|recogni[sz]ed))"
_BANNER = re.compile(
    rf"\W{{0,12}}(?:caution|warning|attention|alert|beware|be careful|careful|important|notice"
    rf"|external)\b[^\n]{{0,60}}"
    rf"\b(?:e-?mail|message|mail|sender)\b[^\n]{{0,80}}\b{_FROM_OUTSIDE}\b[^\n]{{0,500}}$"
    rf"|\W{{0,12}}(?:caution|warning|attention|alert)\b\W{{1,4}}(?:this is )?(?:an?"
    rf" )?{_FROM_OUTSIDE}[ -](?:e-?mail|message|sender|mail)"
    r"[^\n]{0,400}$"
    rf"|\W{{0,12}}(?:caution|warning|external)?\W{{0,4}}(?:this|the following) (?:e-?mail|message"
    rf"|mail)\b[^\n]{{0,20}}"
    rf"\b(?:originated|sent|came|comes|is|received|originates)\b[^\n]{{0,10}} from (?:an?"
    rf" )?[^\n]{{0,40}}{_FROM_OUTSIDE}[^\n]{{0,500}}$"
    r"|\W{0,8}external(?: e-?mail| sender| message)?\W{1,8}(?:do not|don't|think|be careful|treat|please"
    r"|use)[^\n]{0,300}$"
    r"|[\s\[*#(]{0,8}external(?: e-?mail| sender| message| mail)?[\])*:#! ]{1,6}$"
    r"|\W{0,8}(?:rhybudd|gofal)\b[^\n]{0,60}(?:e-bost|neges)[^\n]{0,80}(?:tu allan|allanol)[^\n]{0,400}$"
    r"|\W{0,8}(?:daeth|anfonwyd) (?:yr |y )?(?:e-bost|neges) (?:hwn|hon)[^\n]{0,40}(?:tu allan|allanol)[^\n]{0,400}$"
    r"|\W{0,8}(?:please )?(?:do not|don't|never|avoid) (?:click|open|follow|clicking|opening)[^\n]{0,60}"
    r"(?:links?|attachments?)[^\n]{0,60}(?:unless|without|until|if you)[^\n]{0,80}"
    r"(?:sender|trust|recogni[sz]e|source|safe|sure|verif|know)[^\n]{0,200}$"
    r"|\W{0,8}(?:you|some people who received this message) don[’']t often get e-?mail from [^\n]{3,200}$"
    r"|\W{0,8}(?:power)?learn why this is important[^\n]{0,200}$",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"\W{0,6}(?:please )?(?:consider|think (?:of|about)) the environment before (?:you )?print[^\n]{0,100}$"
    r"|\W{0,6}(?:before you print|think before you print)[^\n]{0,120}$"
    r"|\W{0,6}(?:meddyliwch|ystyriwch)[^\n]{0,30}amgylchedd[^\n]{0,80}$"
    r"|\W{0,6}th(?:is|e) (?:e-?mail|message|mail|communication)[^\n]{0,40} (?:has been|was|is) (?:scanned"
    r"|checked|virus|swept)[^\n]{0,600}$"
    r"|\W{0,6}(?:scanned|checked|certified|protected|swept) (?:by|for viruses)[^\n]{0,120}$"
    r"|\W{0,6}virus[- ]free\W{1,4}(?:www\.[^\n]{0,100})?$|\W{0,6}no virus(?:es)? found in this[^\n]{0,80}$"
    r"|\W{0,6}(?:version: [\d.]{3,20} / )?virus database[^\n]{0,120}$"
    r"|\W{0,6}click here to report this e-?mail as spam[^\n]{0,100}$"
    r"|\W{0,6}(?:(?:classification|sensitivity|marking|protective marking|government classification)\W{1,4})?"
    r"(?:nhs |uk )?(?:official(?:[ -]{1,3}sensitive)?|not protectively marked|unclassified"
    r"|swyddogol(?:[ -]{1,3}sensitif)?)"
    r"(?:\W{1,4}(?:personal|commercial|locsen|sensitive|public|internal)){0,2}\W{0,6}$",
    re.IGNORECASE,
)
_SEAL = re.compile(r"-----BEGIN PGP (SIGNED MESSAGE|SIGNATURE)-----\s{0,4}$")
# A gateway or a lawyer's text speaks of recipients and organisations, never of a person in a story.
_ABOUT_PEOPLE = re.compile(
    r"\b(?:he|she|him|her|his|hers|man|woman|son|daughter|husband|wife|mum|dad|mother|father|your team|breach)\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:I|me|my|mine|myself)\b")
_SEAL_LINES = 60
_BANNER_LINES, _WRAPPED = 5, 50
_SENTENCE_ENDS = (".", "!", "?", ")", "]", "*", ">", ":")


def is_device_line(line: str) -> bool:
    """Return whether the line is what a phone adds by itself, as "Sent from my iPhone"."""
    return _SHORTEST <= len(line) <= _LONGEST and bool(_DEVICE_HINT.search(line)) and bool(_DEVICE.match(line))


def seal_lines(lines: list[str], at: int) -> int:
    """Return how many lines PGP put from ``lines[at]`` on, over or under words somebody signed; 0 if none."""
    seal = _SEAL.match(lines[at])
    if not seal:
        return 0
    # Over the words it ends with a blank line, below them with a line that says so.
    last = "" if seal[1] == "SIGNED MESSAGE" else "-----END PGP SIGNATURE-----"
    return next((n for n, line in enumerate(lines[at : at + _SEAL_LINES], 1) if line.strip() == last), 1)


def is_banner(line: str) -> bool:
    """Return whether a gateway put this line over or under a mail: a warning, a virus scan, a marking."""
    if len(line) < _SHORTEST or _FIRST_PERSON.search(line) or _ABOUT_PEOPLE.search(line):
        return False
    return bool(_BANNER.match(line) or _FOOTER.match(line))


def banner_lines(lines: list[str], at: int) -> int:
    """Return how many lines a banner takes from ``lines[at]`` on, 0 if there is none: one, or its sentence wrapped."""
    if not is_banner(lines[at]):
        return 0
    if len(lines[at]) < _WRAPPED or lines[at].rstrip().endswith(_SENTENCE_ENDS):
        return 1
    for count, line in enumerate(lines[at + 1 : at + _BANNER_LINES], 2):
        if not line.strip() or _FIRST_PERSON.search(line):
            return 1
        if line.rstrip().endswith(_SENTENCE_ENDS):
            return count
    return 1


def is_disclaimer(paragraph: str) -> bool:
    """Return whether a paragraph is a lawyer's boilerplate and not a person's words.

    It must begin as they begin, speak to the wrong reader, and use two more of their phrases; and never "I" or "my":
    "This is confidential, my husband must not know" is a person's.
    """
    if not _LEGAL_START.match(paragraph):
        return False
    if any(sign.search(paragraph) for sign in (_FIRST_PERSON, _FOREIGN_ME, _ABOUT_PEOPLE)):
        return False
    return bool(_LEGAL_READER.search(paragraph)) and sum(bool(sign.search(paragraph)) for sign in _LEGAL) >= 2


def is_legal_heading(line: str) -> bool:
    """Return whether the line is the heading over a lawyer's boilerplate."""
    return bool(_LEGAL_HEADING.match(line))
