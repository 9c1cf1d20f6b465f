"""Say in one neutral line what a message is about, in its own words: for a list, a letter's heading, a task.

The line is cut out of the subject line or of a sentence the decision rests on. A line with abuse, with an opinion of
somebody, or with a child's name is not used where another will do; where none will do, the plain name of the subject
stands instead.
"""

import re
from collections.abc import Iterable, Sequence

from classify.labels import BEHAVIOUR_FLAGS, Flag, Kind, Subject
from classify.model.scores import Scores
from classify.reading import SUBJECT_LINE, Finding

LONGEST = 70
ATTACKS = BEHAVIOUR_FLAGS - {Flag.UNREASONABLE_PERSISTENCE, Flag.ABUSIVE_LANGUAGE}
"""Whose words are not the matter, clean as they may be: a threat, where somebody parks, how somebody looks."""
BESIDE = ATTACKS | {Flag.MEDIA}  # words beside the matter, that never tell it
SPITE = frozenset({Subject.EFD_VEXATIOUS})  # of which no line is repeated
SHORT = 4  # words of a line that may be no more than a name for somebody: "his social worker"
_WEAK_OPENINGS = frozenset({"i", "you", "he", "she", "they", "it", "this", "that", "there"})
_POSSESSIVES = frozenset({"my", "our", "his", "her", "their", "your"})
PLAIN_SUBJECTS: dict[Subject, str] = {
    Subject.STATUTORY: "About the children's social care service",
    Subject.CORPORATE: "About another council service",
    Subject.ENGLISH_FLUENCY: "About understanding a worker's spoken English",
    Subject.COURT_PROCEEDINGS: "About a matter that is before a court",
    Subject.DISCIPLINARY_PROCEEDINGS: "About a matter in a staff disciplinary process",
    Subject.CRIMINAL_INVESTIGATION: "About a matter the police are investigating",
    Subject.DECISION_NOT_MADE: "About a decision that has not been made yet",
    Subject.ALREADY_INVESTIGATED: "About a matter that was investigated before",
    Subject.OMBUDSMAN_INVESTIGATED: "About a matter the Ombudsman has looked at",
    Subject.OVER_A_YEAR: "About events more than a year ago",
    Subject.OTHER_BODY: "About another organisation",
    Subject.INDEPENDENT_PROVIDER: "About an independent home or agency",
    Subject.INSURANCE_CLAIM: "About a claim for damage or injury",
    Subject.RIGHT_OF_APPEAL: "About a decision that can be appealed",
    Subject.EFD_NOT_PUBLIC_FACING: "About a worker's English, not in a public role",
    Subject.EFD_ACCENT_OR_MANNER: "About a worker's accent or manner of speaking",
    Subject.EFD_PRIVATE_PROVIDER: "About the English of another firm's worker",
    Subject.EFD_VEXATIOUS: "About a worker's English",
}
PLAIN_KINDS: dict[Kind, str] = {
    Kind.COMPLAINT: "Complaint",
    Kind.ESCALATION: "Unhappy with an answer",
    Kind.FOLLOW_UP: "About an open complaint",
    Kind.COMPLIMENT: "Thanks",
    Kind.COMMENT: "Comment",
    Kind.SERVICE_REQUEST: "Asks for a service",
    Kind.INFORMATION_REQUEST: "Asks for information",
    Kind.AUTOMATIC: "Automatic message",
    Kind.NOT_FOR_US: "Not for this team",
}
_STEMS = (
    "fuck* shit* bloody bastard* bitch* cunt* twat* wank* arse* crap* piss* dick dickhead* cow slag* whore* idiot* "
    "moron* stupid* thick ugly fat useless incompeten* liar* lie lies lied lying evil vile disgust* disgrac* shambl* "
    "shambolic pathetic scum* joke jobsworth* lazy nasty horrible awful appall* terribl* shame* abus* hate* kill* "
    "rape* die dead suicid* hell damn* corrupt* ridiculous* unprofessional* rude* witch* paki* foreign* accent* "
    "spastic* retard*"
)
OPINION = re.compile(
    rf"\b(?:{_STEMS.replace('*', chr(92) + 'w*').replace(' ', '|')})\b|[*#@$%]{{2,}}|[!?]{{2,}}", re.IGNORECASE
)
"""Words a neutral line does not hold. It is better to lose a good line than to print a bad one."""
_OPENINGS = (
    r"(?:re|fw|fwd|aw|sv|wg)\s*:",
    r"\[[^\]]{1,40}\]",
    r"(?:formal |official |stage \w+ |my |our |your )?complaints?\b[\s:,.-]*(?:about|re|regarding|against|from)?\b",
    r"on behalf of [^,;:(]{1,40}(?:\(aged \d+\))?",
    r"urgent\b[\s:!,.-]*",
    r"dear\b[^,\n]{0,40},",
    r"(?:hi|hello)\b[^,\n]{0,30},",
    r"(?:i am|i'm|im) writing (?:to )?(?:complain )?(?:about|regarding)\b",
    r"(?:i|we)(?: want| wish|(?: would|'d) like| am writing) to (?:make a )?(?:formal )?complaint?(?: about)?\b",
    r"(?:and|but|so|also|separately|(?:first|second|third|final)(?:ly)?)\b",
    r"(?:[-*\u2022]|\(?(?:\d{1,2}|(?-i:[a-h]))[.)])(?=\s)",
)
_REPLY = re.compile(r"\s*[-\u2013]\s*(?:our|your) (?:final )?(?:response|reply|answer|decision)$", re.IGNORECASE)
"""How a council calls its own letter in the subject line that an answer to it bears."""
FRONT = re.compile(rf"^(?:\s*(?:{'|'.join(_OPENINGS)}))+[\s:,.-]*", re.IGNORECASE)
EMPTY_LINES = frozenset(
    {
        *("help", "hello", "query", "question", "complaint", "complaints", "urgent", "please read", "please read this"),
        *("to whom it may concern", "enquiry", "feedback", "no subject", "message", "please help", "important"),
        *("outcome", "your letter", "for the attention of", "my complaint", "dear sir or madam", "please help me"),
    }
)
COVERING = re.compile(
    r"^(?:please|pls|can|could|would|kindly|hi|hello|dear)\b.{0,40}"
    r"\b(?:look (?:in)?to|deal with|respond to|reply to|advise on"
    r"|log|action|pick (?:this )?up)\b.{0,40}"
    r"\b(?:this|below|attached|e-?mail|correspondence|constituent|enclosed|for me)\b"
    r"|\bsee (?:the )?(?:\w+ )?(?:below|attached|enclosed)\b|\bsee (?:the )?(?:attached|enclosed)\b"
    r"|\b(?:constituent|resident) (?:of mine|has (?:asked|contacted|written))\b|^(?:fyi|for information)\b"
    r"|^(?:begin )?forwarded (?:message|by)\b|^original message\b"
    r"|^(?:web |online )?form (?:received|sent|submi\w+)|\bform has been (?:sent|submitted|filled)|\bplease read\b"
    r"|\bnot sure (?:who|whom|where|if|how)\b|\bwho to send\b|^where (?:do|to) (?:i )?(?:start|begin)\b"
    r"|\btoo (?:big|large) to send\b|^(?:i |we )?(?:have )?(?:attach|enclose)",
    re.IGNORECASE,
)
"""What is said above a mail that is passed on, or about what it brings, tells nothing of what it is about."""
TROUBLE = re.compile(
    r"\b(?:did|does|do|has|have|had|is|was|were|wo|ca|could|should|would)n['\u2019]?t\b|\b(?:no|not|never|nobody|nothing|none|nor|without|miss(?:ed|ing)|cancel\w*|late|later|delay\w*|stop\w*|"
    r"refus\w*|cut|reduc\w*|chang\w*|mov(?:e|ed|ing)|lost|wrong\w*|wait\w*|ignor\w*|promis\w*|fail\w*|still|again|"
    r"complain\w*|unhappy|disagree|took|taken|remov\w*|clos\w*|mistakes?|against|instead|only|left|worse|afraid|upset|"
    r"different|broke\w*|hurt|"
    r"(?:three|four|five|six|seven|eight|nine|ten) (?:\w+ )?(?:workers?|weeks|months|years))\b",
    re.IGNORECASE,
)
"""What went wrong is what a complaint is about; a sentence with none of it is a part of the story."""
LONGEST_HEADING = 6
_SAYS = re.compile(
    r"n't\b|['\u2019](?:s|m|re|ve|d|ll)\b|\b(?:i|we|you|he|she|they|it|this|that|there|nobody|is|am|are|was|were|be|been|has|have|had|do|does|did|"
    r"will|would|can|could|should|must|please|thanks?|dear|regards|want\w*|said|told|rings?|rang|came|went|gave|got|"
    r"ignored|refused|stopped|missed|cancelled|lied|left|yours|hello|hi|sorry)\b",
    re.IGNORECASE,
)
"""Words that make a few words a sentence, and no heading."""
_ASKS = re.compile(
    r"^(?:(?:can|could|would|will|please|pls|may|when|if)\b|(?:i|we)(?: just)?(?: want|(?: would|'d) like)\b)",
    re.IGNORECASE,
)
"""How a line begins that asks for something, or only says when it was."""
_OWN_LETTER = re.compile(
    r"\byour (?:[\w ]{1,20} )?(?:letter|e-?mail|reply|response|answer|acknowledgement|decision)\b", re.IGNORECASE
)
"""A subject line that names our letter says nothing of what it was about."""
_TORN = re.compile(r"^(?:has|have|had|is|was|were|are|of|to|or|which|than)\b", re.IGNORECASE)
"""How a line begins whose first words stand on the line before, as on a page that was scanned."""
_NAME = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr)\b|(?<=[a-z,;.] )[A-Z][a-z]{2,}\b|^[A-Z][a-z]+ [A-Z][a-z]+(?=,|$| [-\u2013(])"
)
_KNOWN_CAPITALS = re.compile(
    "January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|"
    "Thursday|Friday|Saturday|Sunday|Christmas|Easter|English|Council|County|Ombudsman|Stage|Ofsted|Cafcass|School|"
    "Team|Services?|Social|Children|Panel|Court|Tribunal|Police"
)
_CLAUSE = re.compile(r"\s+(?:and|but|because|so|which|who|when|after|since|while)\s|[;:,(]\s*|\s[-\u2013]\s")
_SPACES = re.compile(r"\s+")


def write_gist(
    kind: Finding[Kind],
    subjects: Sequence[Finding[Subject]],
    subject_line: str,
    scores: Scores,
    sentences: Sequence[str],
    *,
    flags: Sequence[Finding[Flag]] = (),
) -> str:
    """Return one neutral line of at most 70 characters, "" never; nothing out of words that attack somebody."""
    attacks = [span.quote.lower() for flag in flags if flag.label in BESIDE for span in flag.evidence]
    if subjects and subjects[0].label in SPITE:
        return _plain(kind, subjects)
    evidence = subjects[0].evidence if subjects else kind.evidence
    candidates = [(line, 0.4 if _OWN_LETTER.search(line) else 1.0) for line in _lines(subject_line)]
    told = [line for span in evidence if span.where != SUBJECT_LINE for line in _lines(span.quote)]
    candidates += [(line, 0.8 * _tells_trouble(line)) for line in told]
    if subjects:
        label = subjects[0].label
        weighed = sorted(zip(scores.per_sentence, sentences, strict=False), key=lambda pair: -pair[0][label])
        candidates += [(line, 0.6 * _tells_trouble(line)) for _, text in weighed[:6] for line in _lines(text)]
    fit = [
        (_fitness(line) * weight, line)
        for line, weight in candidates
        if is_neutral(line) and not any(line.rstrip("\u2026").lower() in attack for attack in attacks)
    ]
    best, line = max(fit, default=(0.0, ""), key=lambda pair: pair[0])
    return line if best > 0 else _plain(kind, subjects)


def is_heading(sentence: str) -> bool:
    """Return whether a sentence stands above what follows, as in "2. Contact with my older two. They have ...".

    >>> is_heading("Contact with my older two."), is_heading("Nobody rings."), is_heading("court order")
    (True, False, False)
    """
    words = sentence.strip().rstrip(".:").split()
    is_ended = sentence.strip().endswith((".", ":"))
    return is_ended and 1 < len(words) <= LONGEST_HEADING and not (_SAYS.search(sentence) or COVERING.search(sentence))


def tells(line: str) -> float:
    """Return how well a line tells what went wrong, from 0 to 1: for choosing among lines of one matter."""
    return _fitness(line) * _tells_trouble(line)


def without_opening(text: str) -> str:
    """Return a line without what stands before the matter itself: "Re:", "Formal complaint about".

    >>> without_opening("Formal complaint re the minutes"), without_opening("Complaint")
    ('The minutes', 'Complaint')
    """
    line = _SPACES.sub(" ", FRONT.sub("", _SPACES.sub(" ", text).strip()))
    return line[0].upper() + line[1:] if line else text


def is_neutral(line: str) -> bool:
    """Return whether a line holds no abuse and no opinion.

    >>> is_neutral("Contact stopped without a reason"), is_neutral("Your useless social worker")
    (True, False)
    """
    return OPINION.search(line) is None


def _plain(kind: Finding[Kind], subjects: Sequence[Finding[Subject]]) -> str:
    return PLAIN_SUBJECTS[subjects[0].label] if subjects else PLAIN_KINDS[kind.label]


def _lines(text: str) -> Iterable[str]:
    """Yield what may stand as a line: the whole if it is short enough, its leading clauses if not."""
    whole = _SPACES.sub(" ", _REPLY.sub("", FRONT.sub("", _SPACES.sub(" ", text).strip())))
    whole = whole.strip(" .,;:-\"'>\u201c\u201d")
    if not whole:
        return
    whole = whole[0].upper() + whole[1:]
    if len(whole) <= LONGEST:
        yield whole
        return
    cuts = [found.start() for found in _CLAUSE.finditer(whole) if found.start() <= LONGEST]
    yield whole[: cuts[-1]].rstrip(" .,;:-") if cuts and cuts[-1] >= 20 else _shortened(whole)


def _shortened(line: str) -> str:
    cut = line[: LONGEST - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" .,;:-") + "\u2026"


def _tells_trouble(line: str) -> float:
    return 1.0 if TROUBLE.search(line) else 0.55


def _fitness(line: str) -> float:
    """Return how well a line tells what it is about: long enough, no names, no shouting, not a greeting."""
    words = line.split()
    if COVERING.search(line):
        return 0.0
    if len(words) < 2 or line.lower().strip("!?. ") in EMPTY_LINES or not any(len(word) > 3 for word in words):
        return 0.0
    names = sum(1 for found in _NAME.finditer(line) if not _KNOWN_CAPITALS.fullmatch(found.group()))
    if 2 * names >= len(words):
        return 0.0
    fitness = min(1.0, len(line) / 30) ** 2 / (1 + names)
    if line.isupper() or any(character.isdigit() for character in line):
        fitness *= 0.85
    if _ASKS.match(line) or _TORN.match(line):
        fitness *= 0.5
    weak = _WEAK_OPENINGS if len(words) > SHORT else _WEAK_OPENINGS | _POSSESSIVES
    return fitness * (0.6 if re.split("['\u2019]", words[0].lower())[0] in weak else 1.0)
