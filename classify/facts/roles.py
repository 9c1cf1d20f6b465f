"""List the people of a complaint by role: the council's, other bodies', the family's; each with how it is written."""

import re

COUNCIL_ROLES = {
    "supervising social worker": r"supervising social worker|supervising s/?w|fostering social worker|link worker",
    "assistant team manager": r"(?:assistant|deputy|practice) (?:team )?manager|a\.?t\.?m\b",
    "team manager": r"team manager|team leader|(?:social worker's|her|his|their|your) manager|t/?m\b|supervisor",
    "service manager": r"service manager|head of service|service lead|area manager|group manager",
    "director": r"(?:assistant )?director(?: of children'?s services)?|chief executive|dcs",
    "complaints officer": r"complaints? (?:officer|manager|team|department|lady|man|woman|person|investigator)",
    "independent reviewing officer": r"independent reviewing officer|reviewing officer|i\.?r\.?o\b",
    "conference chair": r"(?:conference|cp|child protection) chair(?:person|man|woman)?|chair of the conference",
    "personal adviser": r"personal advis[eo]r|leaving care worker|p\.?a\b",
    "family support worker": r"family support (?:worker|practitioner)|early help (?:worker|practitioner)|family worker",
    "support worker": r"support worker|outreach worker|intervention worker|family practitioner",
    "contact supervisor": r"contact (?:supervisor|worker|officer)|supervisor at contact",
    "duty worker": r"duty (?:social )?(?:worker|officer|team)|out of hours (?:worker|team|social worker)|duty desk",
    "residential worker": r"residential (?:care )?worker|key ?worker|home'?s? manager|manager of the home",
    "student social worker": r"student social worker|newly qualified social worker|asye",
    "social worker": r"social ?workers?|s\.w\.?|sw\b|s/w\b|case ?worker|caseworker|allocated worker|practitioner",
    "occupational therapist": r"occupational therapist|o\.?t\b",
    "youth justice worker": r"youth (?:offending|justice) (?:worker|officer)|yot worker",
    "call handler": r"call handler|receptionist|person on the phone|(?:lady|man|woman) on (?:the )?(?:phone|reception)",
    "manager": r"manager|management|boss",
}
OTHER_ROLES = {
    "foster carer": r"foster(?:ing)? (?:carers?|mum|dad|mother|father|parents?)",
    "children's guardian": r"children'?s guardian|cafcass (?:officer|worker|guardian)|guardian ad litem",
    "health visitor": r"health visitor",
    "doctor": r"doctor|g\.?p\b|paediatrician|consultant|psychiatrist",
    "psychologist": r"psychologist|therapist|camhs (?:worker|nurse)",
    "nurse": r"nurse|midwife",
    "head teacher": r"head ?teacher|headmaster|headmistress|principal",
    "teacher": r"teacher|senco|teaching assistant|safeguarding lead|form tutor",
    "police officer": r"police ?(?:officer|man|woman)|detective|p\.?c\b|d\.?c\b",
    "solicitor": r"solicitor|barrister|lawyer",
    "judge": r"judge|magistrate",
    "advocate": r"advocate|independent visitor|mentor",
    "councillor": r"councillor|cllr",
    "MP": r"m\.?p\b|member of parliament",
    "interpreter": r"interpreter|translator",
    "driver": r"(?:taxi )?driver|escort|passenger assistant|chaperone",
    "LADO": r"lado|designated officer",
}
FAMILY_ROLES = {
    "former partner": r"ex(?:[- ](?:partner|husband|wife|boyfriend|girlfriend))?\b",
    "partner": r"partner|husband|wife|fianc(?:e|\u00e9)e?|boyfriend|girlfriend",
    "step-parent": r"step ?-?(?:dad|mum|father|mother)",
    "mother": r"mum|mother|mam|mom",
    "father": r"dad|father",
    "grandparent": r"nan|nana|gran|grandma|grandmother|grandad|granddad|grandfather|grandparents?",
    "aunt or uncle": r"aunt(?:ie|y)?|uncle",
    "friend": r"friend|neighbour",
}
ROLES = COUNCIL_ROLES | OTHER_ROLES | FAMILY_ROLES
ANY_COUNCIL = "|".join(COUNCIL_ROLES.values())
ANY_OTHER = "|".join(OTHER_ROLES.values())
ANY_FAMILY = "|".join(FAMILY_ROLES.values())
_CODES = tuple((code, re.compile(rf"(?:{words})\Z", re.IGNORECASE)) for code, words in ROLES.items())
_LONGEST_FIRST = tuple((code, re.compile(rf"\b(?:{words})", re.IGNORECASE)) for code, words in COUNCIL_ROLES.items())


def role_of(words: str) -> str:
    """Return the code of a role as people write it, "" if it is none.

    >>> role_of("SW"), role_of("IRO"), role_of("teapot")
    ('social worker', 'independent reviewing officer', '')
    """
    plain = " ".join(words.replace("\u2019", "'").split()).removesuffix("'s")
    return next((code for code, pattern in _CODES if pattern.match(plain)), "")


def council_role_in(words: str) -> str:
    """Return the role of the council's person a stretch of text speaks of, "" if of none.

    >>> council_role_in("i rang the duty team twice")
    'duty worker'
    """
    return next((code for code, pattern in _LONGEST_FIRST if pattern.search(words)), "")
