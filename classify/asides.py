"""Take out of the model's copy what somebody says in passing of their origin, faith, disability, orientation or age.

"We are a Polish family." is no reason for another route. What the worker is ("she is Polish") stays, since whether a
complaint of English is about command or about origin turns on it; so does what a child's service is called ("disabled
children's team"). The flags about the person (adjustments, equalities, young person) go on reading these words.
Source: Equality Act 2010 ss 4 to 12 (the protected characteristics) and s149.
"""

import re
from dataclasses import replace

from classify.model.scores import TextUnits

_ORIGINS = """
polish romanian ukrainian russian lithuanian latvian hungarian bulgarian slovak czech albanian kurdish turkish arab
arabic somali eritrean ethiopian sudanese nigerian ghanaian kenyan zimbabwean congolese ugandan gambian jamaican
caribbean african asian indian pakistani bangladeshi bengali tamil punjabi sri_lankan chinese vietnamese filipino thai
portuguese brazilian spanish italian french german irish welsh scottish english british european afghan iranian iraqi
syrian roma romany gypsy traveller travellers black white mixed race brown immigrant immigrants refugee refugees
"""
_COUNTRIES = """
poland romania ukraine russia lithuania latvia hungary bulgaria slovakia albania turkey somalia eritrea ethiopia sudan
nigeria ghana kenya zimbabwe congo uganda gambia jamaica india pakistan bangladesh china vietnam philippines thailand
portugal brazil spain italy france germany ireland wales scotland england britain afghanistan iran iraq syria kurdistan
"""
_BELIEFS = """
muslim christian catholic protestant jewish sikh hindu buddhist atheist humanist pagan mormon quaker anglican methodist
pentecostal jehovah's witness witnesses baptist rastafarian
"""
_BODIES = """
deaf blind disabled autistic dyslexic dyspraxic epileptic diabetic wheelchair hearing impaired partially sighted
neurodivergent adhd asperger's bipolar
"""
_LOVES = "gay lesbian bisexual bi straight queer trans transgender non-binary nonbinary"
IDENTITY = frozenset(f"{_ORIGINS} {_COUNTRIES} {_BELIEFS} {_BODIES} {_LOVES}".split())
_FRAME = """
i am i'm im we are we're was were a an the as my our both all and or from originally come came born in of by with who is
has have practising devout proud very also just myself ourselves family families household person people man woman men
women mother father mum dad mam parent parents carer grandmother grandfather nan grandad couple lady gentleman user
husband wife partner son daughter boy girl child children background heritage descent origin origins faith church
religion identify years year old aged age single lone
"""
FRAME = frozenset(_FRAME.split())
_FIRST = frozenset({"i", "i'm", "im", "we", "we're", "my", "our", "as"})
LONGEST = 12
OLDEST_YOUNG = 25
"""An age up to this may be a care leaver's, whose rights it carries; above it, it is nobody's business."""
_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_AS = re.compile(r"\bas an? (?:[\w'\u2019-]+ ){1,4}?[\w'\u2019-]+,\s*", re.IGNORECASE)
_PEOPLE = "family|mother|father|mum|dad|parents?|man|woman|lady|son|daughter|boy|girl|grandmother|grandfather|couple"
_ADJECTIVES = "|".join(sorted(IDENTITY - frozenset(_COUNTRIES.split()) - {"mixed", "hearing", "partially"}))
_OWN = re.compile(rf"\b(my|our|an?|this) ((?:(?:{_ADJECTIVES}) )+)(?=(?:{_PEOPLE})\b)", re.IGNORECASE)


def without_asides(units: TextUnits) -> TextUnits:
    """Return the units without what is said in passing of who the writer and their family are.

    A message that says nothing else stays as it is. Sentence ``n`` stays sentence ``n``, an aside as "".
    """
    kept = tuple("" if is_aside(sentence) else _lighter(sentence) for sentence in units.sentences)
    if not any(kept) or kept == units.sentences:
        return units
    return replace(units, sentences=kept)


def is_aside(sentence: str) -> bool:
    """Return whether a sentence says nothing but who the writer or their family are.

    >>> is_aside("We are a Polish family."), is_aside("She is Polish."), is_aside("I am 74."), is_aside("I am 16")
    (True, False, True, False)
    """
    words = [word.replace("\u2019", "'") for word in _WORD.findall(sentence.lower())]
    if not words or len(words) > LONGEST or words[0] not in _FIRST:
        return False
    ages = [int(word) for word in words if word.isdecimal() and len(word) < 4]
    told = IDENTITY.intersection(words) or (ages and min(ages) > OLDEST_YOUNG and words[0] not in {"my", "our"})
    return bool(told) and all(word in IDENTITY or word in FRAME or word.isdecimal() for word in words)


def _lighter(sentence: str) -> str:
    """Return a sentence without "as a Black mother," and without the word in "my autistic son"."""
    sentence = _AS.sub(lambda found: "" if is_aside(found.group()) else found.group(), sentence)
    return _OWN.sub(lambda found: f"{found.group(1)} ", sentence)
