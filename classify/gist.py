"""Say in one neutral line what a message is about, in its own words: for a list, a letter's heading, a task.

The line is cut out of the subject line or of a sentence the decision rests on. A line with abuse, with an opinion of
somebody, or with a child's name is not used where another will do; where none will do, the plain name of the subject
stands instead.
"""

import re
from collections.abc import Iterable, Sequence

from classify.labels import Kind, Subject
from classify.model.scores import Scores
from classify.reading import SUBJECT_LINE, Finding

LONGEST = 70
SHORT = 4
"""Words of a line that may be no more than a name for somebody: "his social worker"."""
_WEAK_OPENINGS = frozenset({"i", "you", "he", "she", "they", "it", "this", "that"})
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
    r"(?:formal |official |stage \w+ )?complaints?\b[\s:,.-]*(?:about|re|regarding|against)?\b",
    r"urgent\b[\s:!,.-]*",
    r"dear\b[^,\n]{0,40},",
    r"(?:hi|hello)\b[^,\n]{0,30},",
    r"(?:i am|i'm|im) writing to (?:complain )?(?:about|regarding)\b",
    r"i (?:want|wish|would like|am writing) to (?:make a )?(?:formal )?complain(?:t)?\s*(?:about|regarding)?\b",
    r"(?:and|but|so)\b",
)
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
    r"|^(?:begin )?forwarded (?:message|by)\b|^original message\b",
    re.IGNORECASE,
)
"""What is said above a mail that is passed on tells nothing of what it is about."""
_NAME = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\b|(?<=[a-z,;.] )[A-Z][a-z]{2,}\b")
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
) -> str:
    """Return one neutral line of at most 70 characters, "" never."""
    evidence = subjects[0].evidence if subjects else kind.evidence
    candidates = [(line, 1.0) for line in _lines(subject_line)]
    candidates += [(line, 0.8) for span in evidence if span.where != SUBJECT_LINE for line in _lines(span.quote)]
    if subjects:
        label = subjects[0].label
        weighed = sorted(zip(scores.per_sentence, sentences, strict=False), key=lambda pair: -pair[0][label])
        candidates += [(line, 0.5) for _, text in weighed[:6] for line in _lines(text)]
    fit = [(_fitness(line) * weight, line) for line, weight in candidates if is_neutral(line)]
    best, line = max(fit, default=(0.0, ""), key=lambda pair: pair[0])
    return line if best > 0 else _plain(kind, subjects)


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
    whole = _SPACES.sub(" ", FRONT.sub("", _SPACES.sub(" ", text))).strip(" .,;:-\"'>\u201c\u201d")
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
        fitness *= 0.7
    weak = _WEAK_OPENINGS if len(words) > SHORT else _WEAK_OPENINGS | _POSSESSIVES
    return fitness * (0.6 if words[0].lower() in weak else 1.0)
