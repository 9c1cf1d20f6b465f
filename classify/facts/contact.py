"""Find how to reach the writer, and above all how not to: words about safe contact decide where a letter may go."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from classify.facts.lines import Line, fact_at, fact_in, fact_rule, find_by_rules, wide
from classify.reading import BODY, SUBJECT_LINE, Fact, FactField
from ingest.message import Message, SegmentKind

_PHONE = re.compile(r"(?<![\w/.-])(?:\+44\s?(?:\(0\)\s?)?|0)(?:\d[\s-]?){8,9}\d(?!\w)")
_REFERENCE = re.compile(
    r"\b(?=[A-Z0-9/-]*\d)(?:[A-Z]{2,5}[/-]\d{2,4}[/-]\d{2,6}|[A-Z]{2,5}[/-]\d{3,8}|[A-Z]{2,4}\d{4,8})\b"
)
_HE = (
    r"(?:he|she|they|(?:my|the) (?:ex|husband|wife|partner|dad|father|mum|mother|step ?-?dad|brother|boyfriend"
    r"|carer|abuser)|someone|somebody)"
)
_SEES = (
    r"(?:reads?|checks?|opens?|sees?|looks? (?:at|through)|goes through|has access to|have access to|gets? into|"
    r"can (?:see|read|get into|access)|might (?:see|read|open)|will (?:see|read|open)|monitors?|answers?|picks? up)"
)
_NOT = r"(?:do not|don't|dont|please don't|never|not to|must not|mustn't|can't|cannot|no one should|pls don't|avoid)"
_PHONE_WORDS = r"(?:ring(?:ing)?|call(?:ing)?|phon(?:e|ing)|telephon(?:e|ing))"
_HOUSE = (
    r"(?:the |my |our )?(?:house|home|home address|flat|address|old address|landline|house phone|home phone"
    r"|home number)"
)

SAFE_RULES = (
    fact_rule(
        "safe_contact.mail_is_read",
        rf"\b{_HE} (?:\w+ )?{_SEES} (?:all )?(?:my|our|the) (?:e ?-?mails?|inbox|post|letters?|mail|account|laptop"
        rf"|computer)",
        needs="mail|post|letter|inbox|account|laptop|computer",
        value="somebody else reads the mail or post",
        reported=True,
    ),
    fact_rule(
        "safe_contact.phone_is_read",
        rf"\b{_HE} (?:\w+ )?{_SEES} (?:all )?(?:my|the) (?:phone|texts?|messages?|mobile|voicemails?|calls)",
        needs="phone|text|message|mobile|voicemail|calls",
        value="somebody else sees the phone",
        reported=True,
    ),
    fact_rule(
        "safe_contact.no_voicemail",
        rf"\b{_NOT} leave (?:me )?(?:a |any )?(?:voice ?mails?|voice ?messages?|messages?|answerphone)",
        needs="leave",
        value="no voicemail",
        denied=True,
    ),
    fact_rule(
        "safe_contact.not_to_the_house",
        rf"\b{_NOT} (?:send|write|post|ring|call|phone|come|turn up|visit)[^.;]{{0,30}}\b(?:to|at|on) {_HOUSE}\b",
        needs="house|home|flat|address|landline",
        value="not at the home address or landline",
        denied=True,
    ),
    fact_rule(
        "safe_contact.address_secret",
        r"\b(?:keep|my) (?:my |our |new |this )*(?:address|number|phone number|whereabouts|location|details"
        r"|name)[^.;]{0,25}"
        r"\b(?:secret|confidential|private|hidden|from (?:him|her|them|my ex|the (?:father|mother)))\b"
        r"|\b(?:must|should|can)(?: ?not|n't)?(?: not)? (?:be given|be told|get|have|know|find out"
        r"|see) (?:to )?(?:him |her |them )?"
        r"(?:my|our|where (?:i|we) live|the new address)\b[^.;]{0,20}(?:address|number|live|details)?"
        r"|\b(?:do not|don't|dont|never) (?:give|tell|share|pass)[^.;]{0,30}\b(?:my|our|the new) (?:address|number"
        r"|details|email)",
        needs="address|number|whereabouts|location|details|live|name|email",
        value="address or number to be kept secret",
        denied=True,
    ),
    fact_rule(
        "safe_contact.must_not_know",
        rf"\b{_HE} (?:must not|mustn't|cannot|can't|must never|shouldn't|should not) "
        r"(?:know|find out|see|be told) (?:that )?(?:i|about (?:this|me)|this|we|any of this)\b"
        rf"|\b{_HE} (?:doesn't|does not|don't|do not|doesnt|dont) know (?:that )?(?:about this|(?:i'm|i am|im|i have"
        rf"|i've|we are) "
        r"(?:writing|emailing|complaining|telling|sending|contacting|written|emailed|messaging))\b"
        r"|\b(?:do not|don't|dont|never|please don't) (?:tell|copy in|copy|contact|cc|let|inform|say anything to) "
        r"(?:\w+ ){0,2}(?:my (?:ex|husband|partner|dad|mum|father|mother|carers?|foster carers?|step ?-?dad|family"
        r"|parents)|"
        r"him|her|his|them|the (?:home|carers?|father|mother))\b",
        needs="know|find out|see|told|tell|copy|contact|cc|let|inform|say",
        value="somebody must not know of this message",
        denied=True,
    ),
    fact_rule(
        "safe_contact.not_safe",
        r"\b(?:not|isn't|isnt|never|unsafe) (?:be )?(?:safe )?(?:for me |for us )?to (?:be )?(?:ring|rung|call"
        r"|called|phone|phoned|"
        r"text|email|write|speak|talk|contact|contacted)\b|\b(?:can't|cannot|can not) (?:talk|speak) (?:freely"
        r"|safely|openly)\b",
        needs="safe|freely|openly",
        value="not safe to contact in every way",
        denied=True,
        unless=r"\bfeel safe\b",
    ),
    fact_rule(
        "safe_contact.only_this_way",
        r"\b(?:only|just) (?:ever )?(?:use|reply to|write to|contact me (?:on|at)) (?:this|my (?:new|work|sister's"
        r"|mum's|friend's)|"
        r"the) (?:new )?(?:e ?-?mail|number|address|account)",
        needs="use|reply|write|contact",
        value="only at the address or number given",
    ),
)
_ONLY_BEFORE = r"(?:only|just|preferably|please|best|prefer|rather|better|easiest|pls|could you|can you|if you could)"
WISH_RULES = (
    fact_rule(
        "contact_wish.text",
        rf"\b(?:text|txt|texts|sms|whatsapp)(?: messages?)? (?:only|please|is (?:best|better|easier|easiest|fine))\b"
        rf"|\b{_ONLY_BEFORE} (?:\w+ )?(?:contact me )?(?:by |via |a )?(?:text|txt|sms|whatsapp)\b(?: me| us| message)?"
        r"|\b(?:contact|reach|reply to|answer) me (?:only )?(?:by|via|through|on) (?:text|sms|whatsapp)\b",
        needs="text|txt|sms|whatsapp",
        value="by text",
        unless=r"\btext(?:ed)? (?:him|her|them|book|message from)\b",
    ),
    fact_rule(
        "contact_wish.email",
        rf"\be ?-?mail (?:only|please|is (?:best|better|easier|easiest|fine))\b"
        rf"|\b{_ONLY_BEFORE} (?:contact me |reply |respond |answer |write |be contacted |do this "
        rf"|communicate )?(?:by|via|through) e ?-?mail\b"
        rf"|\b(?:contact|reach|reply(?: to)?|answer|respond(?: to)?) (?:me |us )?(?:only )?(?:by|via"
        rf"|through) e ?-?mail\b"
        rf"|\b(?:please|only|pls|rather you|prefer you to) e ?-?mail (?:me|us)\b",
        needs="mail",
        value="by email",
    ),
    fact_rule(
        "contact_wish.phone",
        rf"\b(?:please|pls|can|could|would|prefer|rather|best to|someone"
        rf"|somebody) (?:\w+ ){{0,3}}?{_PHONE_WORDS} (?:me|us)\b"
        rf"|\b(?:contact|reach) (?:me|us) (?:only )?(?:by|on|via) (?:the )?(?:phone|telephone|mobile|landline"
        rf"|my mobile)\b"
        rf"|\b(?:by|over the) (?:phone|telephone) (?:please|only|is (?:best|better|easier))\b|\b(?:call|ring"
        rf"|phone) me (?:on|back)\b",
        needs="ring|call|phon|reach",
        value="by phone",
        unless=(
            r"\b(?:did not|didn't|never|nobody|no one|not|don't|dont|refuse[sd]? to) (?:\w+ ){0,2}(?:ring|call"
            r"|phone)"
        ),
    ),
    fact_rule(
        "contact_wish.post",
        r"\b(?:by|in the|through the|via) (?:post|letter)(?: please| only)\b|\b(?:reply|write|respond|contact me"
        r"|answer|send it)"
        r" (?:to me )?(?:only )?(?:by|in the|through the|via) (?:post|letter)\b|\b(?:please|rather you) (?:post"
        r"|send me a letter)\b"
        r"|\bletter (?:only|please)\b",
        needs="post|letter",
        value="by post",
    ),
    fact_rule(
        "contact_wish.in_writing",
        r"\b(?:reply|respond|response|answer|contact me|everything|communicate|only|correspond"
        r"|all)(?: \w+){0,4} in writing\b"
        r"|\bin writing (?:only|please)\b",
        needs="in writing",
        value="in writing",
    ),
    fact_rule(
        "contact_wish.no_phone",
        rf"\b{_NOT} {_PHONE_WORDS}(?: me| us)?\b|\bno (?:phone )?calls\b|\bnot (?:by|over|on) the phone\b"
        rf"|\bnot by (?:phone|telephone)\b"
        rf"|\brather (?:you )?(?:did not|didn't|not) {_PHONE_WORDS}\b",
        needs="ring|call|phon",
        value="not by phone",
        denied=True,
        unless=(
            r"\b(?:they|she|he|you|who|workers?|staff) (?:just |simply )?(?:do not|don't|dont|never) (?:ring|call"
            r"|phone)"
        ),
    ),
    fact_rule(
        "contact_wish.no_email",
        r"\b(?:do not|don't|dont|never|please don't|not) (?:send (?:me )?(?:an? )?|use (?:my )?)?e ?-?mails?(?: me"
        r"| us)?\b|\bnot by e ?-?mail\b|\bno e ?-?mails\b",
        needs="mail",
        value="not by email",
        denied=True,
        unless=(
            r"\b(?:they|she|he|you) (?:do not|don't|dont|never|did not|have not) (?:\w+ )?e ?-?mail|\b(?:access"
            r"|read|get) (?:my |the )?e ?-?mails?\b.*\bnot\b"
        ),
    ),
    fact_rule(
        "contact_wish.times",
        r"\b(?:call|ring|phone|contact|reach|free|available|speak)\b[^.;]{0,40}?\b(?P<value>(?:after|before|between"
        r"|from|until) "
        r"(?:\d{1,2}(?:[:.]\d\d)? ?(?:am|pm)?|school|work|lunch|tea|noon|midday|six|five|four|three|nine|ten)"
        r"(?: ?(?:and|to|-) ?\d{1,2}(?:[:.]\d\d)? ?(?:am|pm)?)?|(?:in the |any )?(?:mornings?|afternoons?|evenings?"
        r"|weekends?)"
        r"|during school hours|in school hours|on my days? off)",
        needs="call|ring|phone|contact|reach|free|available|speak",
        unless=(
            r"\b(?:contact|visits?|sessions?) (?:is|was|were|on|at|centre|has|had)\b|\b(?:rang|called|phoned|tried"
            r"|he|she|they) "
        ),
    ),
    fact_rule(
        "contact_wish.through_somebody",
        r"\b(?:through|via|contact|speak to|write to|copy in|copy|cc) (?P<value>my (?:advocate|solicitor"
        r"|social worker|sister|mum|"
        r"support worker|friend|keyworker|key worker|daughter|son|partner|husband|wife|personal adviser|pa))\b"
        r"(?: (?:instead|please|on|at|only|not me|if))",
        needs="advocate|solicitor|worker|sister|mum|friend|daughter|son|partner|husband|wife|adviser|my pa",
    ),
)
# "Text only, he reads my mail": beside such a reason a plain wish is one about safety.
_REASON = wide(
    rf"\b{_HE} (?:\w+ )?{_SEES} (?:all )?(?:my|our|the)\b|\bnot safe\b|\bunsafe\b|\b(?:violent|abusive|controlling|"
    r"domestic abuse|refuge|fled|restraining|non-?molestation)\b|\bif he (?:sees|finds|hears|knows)\b"
    r"|\bin earshot\b|\boverhear"
)


def find_contact(lines: Sequence[Line], message: Message) -> Iterator[Fact]:
    """Yield safe-contact words first, then other wishes, phone numbers and references."""
    safe = tuple(find_by_rules(SAFE_RULES, lines))
    yield from safe
    unsafe = {i for i, line in enumerate(lines) if _REASON.search(line.low)}
    for at, line in enumerate(lines):
        wishes = find_by_rules(WISH_RULES, (line,))
        if unsafe & {at - 1, at, at + 1}:
            yield from (replace(wish, field=FactField.SAFE_CONTACT) for wish in wishes)
        else:
            yield from wishes
    yield from _all(_REFERENCE, FactField.REFERENCE, lines, message)
    yield from _all(_PHONE, FactField.PHONE, lines, message)


def _all(pattern: re.Pattern[str], field: FactField, lines: Sequence[Line], message: Message) -> Iterator[Fact]:
    """Yield every place a pattern stands in the writer's words; a signature block counts too."""
    for line in lines:
        for match in pattern.finditer(line.sentence.text):
            yield fact_at(field, match.group(), line, *match.span())
    for segment in message.segments:
        if segment.kind is SegmentKind.SIGNATURE:
            for match in pattern.finditer(message.body, segment.start, segment.end):
                yield fact_in(field, match.group(), BODY, match.start(), match.group())
    if field is FactField.REFERENCE and not any(line.sentence.where == SUBJECT_LINE for line in lines):
        for match in pattern.finditer(message.subject):
            yield fact_in(field, match.group(), SUBJECT_LINE, match.start(), match.group())
