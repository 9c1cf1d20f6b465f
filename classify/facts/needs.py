"""Find what the writer offers as a recording, and what they need to be able to read, hear or come."""

# ruff: noqa: E501 - a list of ways to say one thing reads better on one line

from collections.abc import Iterator, Sequence

from classify.facts.lines import Line, fact_at, fact_rule, find_by_rules, matches, wide
from classify.reading import Fact, FactField

LANGUAGES = (
    "polish|urdu|arabic|romanian|welsh|punjabi|bengali|sylheti|somali|portuguese|spanish|french|farsi|dari|pashto|tigrinya|"
    "kurdish|sorani|ukrainian|russian|hungarian|lithuanian|latvian|turkish|vietnamese|mandarin|cantonese|chinese|gujarati|hindi|tamil|"
    "albanian|amharic|bulgarian|slovak|czech|italian|german|greek|nepali|yoruba|igbo|twi|swahili|lingala|romani"
)
_AUDIO = r"(?:audio|voice ?-?(?:notes?|mails?|messages?|recordings?)|voicemails?|sound recordings?|tape|recordings?)"
_VIDEO = (
    r"(?:videos?|video (?:clips?|recordings?|footage)|footage|cctv|dash ?cam|ring (?:doorbell|camera)"
    r"|doorbell (?:camera|footage|video)|clips?)"
)
_HAVE = (
    r"\b(?:i|we|my (?:son|daughter|husband|wife|partner|mum|sister))(?:'ve| have| also have| still have|'ve got"
    r"| have got| kept| saved| got)?"
)
_NO_RECORDING = (
    r"\b(?:recorded delivery|recorded (?:in|on) (?:the|my|his|her|your) (?:file|notes|system|record)|calls? (?:are"
    r"|is|may be) recorded|your recordings?|"
    r"case recordings?|recording of (?:information|decisions)|can i record|may i record|video (?:call|contact|link"
    r"|games?|chat|conference)|"
    r"(?:did not|didn't|never) (?:record|film|video))\b"
)
RECORDING_RULES = (
    fact_rule(
        "recording.audio",
        rf"{_HAVE} (?:\w+ ){{0,3}}?{_AUDIO}\b|\b(?:attached|attaching|enclosed|send|sending|sent|play|listen to|hear"
        rf"|provide|share|supply) (?:\w+ ){{0,4}}?{_AUDIO}\b"
        rf"|\b{_AUDIO} (?:\w+ ){{0,3}}?(?:attached|enclosed|available|if you want|to prove|proves|saved|as evidence)\b"
        r"|\b(?:i|we|my (?:son|daughter|husband|wife|partner|mum|sister)) (?:have |'ve |had |also |secretly "
        r"|covertly |actually )*(?:recorded|taped) (?:the|it|her|him|them|this|all|our|that|every|what|both|my)\b"
        r"|\b(?:all|it's|is|it is|got it|have it|got her|got him|got them) (?:all )?(?:recorded|on tape)\b"
        r"|\bi record (?:all )?(?:my|our|every)\b|\bon my phone recording\b|\brecording on my phone\b"
        r"|\brecorded (?:the|this|that) (?:call|meeting|conversation|visit)\b",
        needs="record|audio|voice|tape",
        value="audio",
        unless=_NO_RECORDING,
    ),
    fact_rule(
        "recording.video",
        rf"{_HAVE} (?:\w+ ){{0,3}}?{_VIDEO}\b|\b(?:attached|attaching|enclosed|send|sending|sent|watch|provide|share"
        rf"|supply) (?:\w+ ){{0,4}}?{_VIDEO}\b"
        rf"|\b{_VIDEO} (?:\w+ ){{0,3}}?(?:attached|enclosed|available|if you want|to prove|proves|saved|shows"
        rf"|as evidence)\b"
        r"|\b(?:i|we|my (?:son|daughter|husband|wife|partner|mum|sister)) (?:have |'ve |had |also "
        r"|secretly )*(?:filmed|videoed|videod)\b"
        r"|\b(?:all |it |her |him |them |caught |this )on (?:video|camera|film|cctv|dash ?cam|the doorbell"
        r"|my doorbell|my ring)\b|\bdoorbell (?:camera|footage|video)\b|\bdash ?cam\b",
        needs="video|footage|film|cctv|cam|clip|doorbell",
        value="video",
        unless=_NO_RECORDING + r"|\b(?:your|council'?s?) (?:cctv|cameras?)\b",
    ),
)
_ATTACHED = wide(r"\b(?:attach\w*|enclos\w*|with this (?:email|letter))\b")
_OFFERED = wide(
    r"\b(?:can|could|will|happy to|able to|available|if you (?:want|need|would like|like)|ask (?:me )?for|willing)\b"
)

_NEED = (
    r"\b(?:need|needs|want|would like|ask for|asking for|asked for|prefer|please|require|get|have|with|send|can i"
    r"|could i|could you|help)\b"
)
ADJUSTMENT_RULES = (
    fact_rule("adjustment.large_print", r"\b(?:large|larger|big|bigger) (?:print|font|type|writing|letters|text)\b", needs="large|big", value="large print"),
    fact_rule("adjustment.easy_read", r"\beasy[- ]?read\b|\b(?:simple|plain|easy|short)(?:er)? (?:words|english|sentences|language)\b", needs="easy|simpl|plain|short", value="easy read or plain words", unless=r"\bin plain english,? (?:you|she|he|they|it)\b|\bplain english:"),
    fact_rule("adjustment.braille", r"\bbraille\b", needs="braille", value="Braille"),
    fact_rule("adjustment.audio", r"\b(?:audio|spoken) (?:version|format|copy|letter|cd)\b|\bread (?:it |this |them |letters )?(?:out|aloud) to me\b|\bscreen ?-?reader\b", needs="audio|spoken|aloud|read|screen", value="audio or screen reader"),
    fact_rule("adjustment.coloured_paper", r"\b(?:yellow|blue|cream|pink|buff|green|coloured) (?:paper|overlay|background)\b", needs="paper|overlay|background", value="coloured paper"),
    fact_rule("adjustment.interpreter", rf"\b(?P<value>(?:{LANGUAGES}|bsl|sign language) interpreter|interpreter (?:in|who speaks|for|speaking) (?:{LANGUAGES}))\b", needs="interpreter", unless=r"\b(?:the|your|that) (?:\w+ )?interpreter (?:was|did|told|said|came|kept|missed|left)\b"),
    fact_rule("adjustment.an_interpreter", r"\b(?:need|needs|want|ask for|asking for|please|with|without|require|get|provide|arrange|book|have) (?:me )?(?:an? )?(?:interpreter|translator|signer)\b", needs="interpreter|translator|signer", value="interpreter", unless=rf"\b(?:{LANGUAGES}|bsl)\b|\bthe interpreter\b"),
    fact_rule("adjustment.translation", rf"\b(?P<value>(?:in|into) (?:{LANGUAGES}))\b(?= ?(?:$|[.,;!?]|please|if|because|for|as|and|too|also))", needs="in ", unless=r"\b(?:spoke|speaks|speaking|talk\w*|swore|shouted|said|born|lived|holiday|interpreter|conversation|exam|gcse)\b"),
    fact_rule("adjustment.bsl", r"\b(?:bsl|sign language|lip[- ]?read(?:ing)?|text relay|relay uk|minicom|textphone|hearing loop)\b", needs="bsl|sign|lip|relay|minicom|textphone|loop", value="sign language, lip reading or text relay"),
    fact_rule("adjustment.access", r"\b(?:wheelchair (?:access|user|accessible)|level access|step[- ]free|ground[- ]floor (?:room|meeting)|a ramp|home visit because|i use a wheelchair|housebound)\b", needs="wheelchair|access|step|ground|ramp|visit|housebound", value="step-free access or a visit at home"),
    fact_rule("adjustment.time", rf"{_NEED}[^.;]{{0,20}}\b(?:extra time|more time|breaks|questions in advance|someone with me)\b", needs="time|breaks|advance|with me", value="more time, breaks or company", unless=r"\b(?:school breaks|more time with|respite)\b"),
    fact_rule("adjustment.help_writing", r"\b(?:help|someone) (?:me )?(?:to )?(?:with )?(?:writ(?:e|ing)|fill(?:ing)? in)\b|\b(?:can't|cannot|can not|not able to|struggle to|struggling to) (?:really )?(?:read|write|spell)\b|\bnot good (?:at|with) (?:reading|writing|spelling|forms)\b", needs="writ|fill|read|spell|forms", value="help with reading or writing", denied=True, unless=r"\b(?:he|she|they|worker|son|daughter|child) (?:can't|cannot|can not|struggles?) (?:to )?(?:read|write|spell)\b"),
    fact_rule("adjustment.condition", r"\b(?:i am|i'm|im|as (?:i am|i'm)|being) (?:also |profoundly |severely |registered |partially |very )*(?P<value>autistic|dyslexic|deaf|blind|partially sighted|hard of hearing|visually impaired|hearing impaired|neurodivergent|dyspraxic|disabled)\b"
              r"|\b(?:i|we) (?:also |do |both )?(?:have|'ve got|got|suffer from|live with|struggle with) (?:a |an "
              r"|severe |bad |my |really bad |both )*(?P<value2>dyslexia|autism|asd|adhd|asperger'?s"
              r"|learning (?:disability|disabilities|difficulty|difficulties)|hearing loss|a stammer|stammer"
              r"|brain injury|aphasia|ptsd|social anxiety|sight loss|visual impairment)\b",
              needs="autis|dyslexi|deaf|blind|sight|hearing|diver|dyspraxi|disab|asd|adhd|asperger|learning|stammer|brain|aphasia|ptsd|anxiety|visual"),
)  # fmt: skip


def find_recordings(lines: Sequence[Line]) -> Iterator[Fact]:
    """Yield audio and video with what the writer does with it: "video (attached)"; photographs are none."""
    for line in lines:
        for rule in RECORDING_RULES:
            for match in matches(rule, line):
                status = (
                    "attached" if _ATTACHED.search(line.low) else "offered" if _OFFERED.search(line.low) else "held"
                )
                yield fact_at(FactField.RECORDING, f"{rule.value} ({status})", line, *match.span())
                break


def find_adjustments(lines: Sequence[Line]) -> Iterator[Fact]:
    """Yield each format, interpreter or condition that changes how to make contact; the writer's own, not a child's.

    Source: Equality Act 2010 s20.
    """
    yield from find_by_rules(ADJUSTMENT_RULES, lines)
