"""Find what happened, what it did to the child and the family, and where; in the writer's own words."""

# ruff: noqa: E501 - a list of ways to say one thing reads better on one line

import re
from collections.abc import Iterator, Sequence

from classify.facts.lines import Line, fact_at, in_own_words, is_own, wide
from classify.facts.outcome import NUMBERED, wish_list
from classify.language import ATTACHED, OWN
from classify.reading import SUBJECT_LINE, Fact, FactField

_POINTS = {
    "not done": r"\b(?:did not|didn't|didnt|do not|don't|dont|has not|hasn't|hasnt|have not|haven't|havent|had not|hadn't|does not|doesn't|doesnt|never|nobody|no one|no-one|"
    r"nothing|fail(?:ed|s|ing|ure)|refus(?:e|ed|es|ing)|without (?:telling|asking|any|a|my|our|warning|explanation)|not (?:been )?(?:told|given|asked|invited|done|happened|consulted|informed|allowed|listened|visited|seen)|"
    r"still no|no (?:reply|answer|response|explanation|apology|one|visit|contact|support|help|warning|notice|notes|minutes)|won't|wont|wouldn't|ignor(?:ed|es|ing)|unanswered|missing|lost)\b",
    "late": r"\b(?:wait(?:ed|ing)|delay(?:s|ed)?|late|cancel(?:led|s|ling)?|postponed|rearranged|overdue|kept us|months? (?:and|later|now)|again and again|every time|turned up)\b",
    "manner": r"\b(?:rude|lied|lies|lying|shout(?:ed|ing)|yelled|laughed|smirk\w*|rolled (?:her|his|their) eyes|dismiss(?:ed|ive)|bull(?:y|ied|ying)|threatened|accus(?:ed|ing)|"
    r"talk(?:ed|s) (?:down|over)|spoke to (?:me|us|him|her)|hung up|put the phone down|judg(?:ed|ing|emental)|biased|patroni[sz]\w+|disrespect\w*|unprofessional|sneer\w*|mocked|swore|blam(?:ed|es|ing)|belittl\w+|humiliat\w+|racist|discriminat\w+|swapp?ed|understand (?:her|him|what))\b",
    "decided": r"\b(?:decided|decision|stopp(?:ed|ing)|remov(?:ed|ing)|mov(?:ed|ing) (?:him|her|them|me|the|to|my|out)|clos(?:ed|ing)|cut|took (?:him|her|them|my|the|away)|taken (?:away|off|into)|chang(?:ed|es|ing)|"
    r"reduc(?:ed|ing)|ended|withdr(?:ew|awn)|turned down|rejected|suspended|placed|split up|separat(?:ed|ing)|evict\w*|kicked out|not eligible|charged|banned)\b",
    "records": r"\b(?:wrong|inaccura\w+|incorrect|false|untrue|mistakes?|errors?|made up|not true|wrote that|says? that (?:i|we|he|she)|report (?:says|said|states)|recorded (?:that|me|as)|shared|disclosed|breach\w*|sent (?:to|it to) the wrong|confidential)\b",
}
_POINT = wide("|".join(f"(?P<{name.replace(' ', '_')}>{words})" for name, words in _POINTS.items()))
_ACTOR = wide(
    r"\b(?:you|your|they|them|she|he|her|him|it|social|worker|sw|council|team|manager|officer|iro|pa|department|service|services|staff|office|nobody|no one|no-one|"
    r"carers?|home|school|police|reviewing|supervisor|duty|somebody|someone|who|letter|report|plan|panel|meeting|review|visits?|contact|i was|we were|i have been|we have been|i am|been|was|were|my|our|i've|calls?|emails?)\b"
)
_NO_POINT = wide(
    r"^(?:dear|hi|hello|to whom|good (?:morning|afternoon)|kind regards|regards|thank|thanks|yours|sent from|many thanks|ref\b|re:|please|can you|could you|i want|i would like|i'd like|"
    r"i am writing|i look forward|i hope|i expect|my name|sorry|if |i (?:don't|dont|do not) want|i would prefer|what i want|i wish|i await|we want|we would like|i do not wish|i don't wish|this is not a complaint)\b"
)
MOST_POINTS, MOST_EFFECTS, MOST_PLACES = 8, 5, 4
_FEWEST_WORDS = 4

_HARM = (
    r"(?:upset|distress\w*|devastat\w*|heart ?broken|traumati[sz]\w*|terrified|scared|frightened|anxious|anxiety|depress\w*|stress(?:ed|ful)?|panic attacks?|nightmares?|withdrawn|crying|cries|"
    r"cried|in tears|sobbing|exhausted|ill\b|unwell|off sick|suicidal|self[- ]harm\w*|wetting|bed ?-?wetting|meltdowns?|not sleeping|not eating|confused|isolated|lonely|humiliated|worried sick|"
    r"breaking down|broken|struggling|worse|at breaking point|hungry|cold|homeless|in debt|out of pocket|behind (?:at|in|with)|unsafe|angry|ashamed|hurt|regress\w*|unsettled|clingy)"
)
_EFFECT = wide(
    rf"\b(?:has|have|had|is|are|was|were|been|left|leaving|made|makes|making|feels?|felt|feeling|got|getting|became|become|so|really|very|now|keeps?|gets?|been left)(?: \w+){{0,4}}? {_HARM}\b"
    rf"|\b{_HARM} (?:because|since|by (?:this|it|all|what|how)|every (?:night|day|time)|ever since|at night|after)\b"
    r"|\b(?:can(?:not|'t)|could(?: not|n't)|hasn't|has not|haven't|have not|not been|unable to|stopped|won't|will not|struggles? to) (?:been )?(?:sleep\w*|eat\w*|go(?:ing)? to (?:school|work)|leave (?:his|her|the|my)|work\w*|cope|coping|concentrat\w*|speak\w*|trust\w*|afford|pay)\b"
    r"|\b(?:lost|losing|lose|had to give up|gave up) (?:my|his|her|our|their) (?:job|home|house|place|childhood|work|trust|confidence|tenancy|placement|bond|friends)\b"
    r"|\b(?:cost|costing|costs) (?:me|us) |\bout of pocket\b|\b(?:missed|missing|misses) (?:\w+ ){0,3}(?:school|lessons|birthday|first|months|weeks|exams?)\b"
    r"|\b(?:impact|effect|toll|strain) (?:on|it has|this has|of this|that this)\b|\b(?:affect(?:ed|ing|s)|damag(?:ed|ing)|ruin(?:ed|ing)|destroy(?:ed|ing)|hurting|harming) (?:me|us|him|her|them|my|our|his|their)\b"
    r"|\b(?:asks?|asking|begs?|begging|cries|crying|screams?) (?:me |us )?(?:for |to |when |why |every )"
)
_EFFECT_HINTS = ("upset", "distress", "devast", "heart", "traum", "terrif", "scared", "fright", "anxi", "depress", "stress", "panic", "nightmare", "withdrawn",
                 "cry", "cri", "tears", "sobb", "exhaust", "ill", "unwell", "sick", "suicid", "harm", "wetting", "meltdown", "sleep", "eat", "confus", "isolat",
                 "lonel", "humil", "worri", "break", "broken", "struggl", "worse", "hungry", "cold", "homeless", "debt", "pocket", "behind", "unsafe", "angry", "ashamed",
                 "hurt", "regress", "unsettl", "cling", "school", "work", "cope", "coping", "concentr", "trust", "afford", "pay", "lost", "los", "give up", "cost", "miss",
                 "impact", "effect", "toll", "strain", "affect", "damag", "ruin", "destroy", "ask", "beg", "scream", "leave", "speak")  # fmt: skip

_PLACE = (
    r"(?:contact cent(?:re|er)|family (?:cent(?:re|er)|hub|court)|children'?s (?:cent(?:re|er)|home)|civic cent(?:re|er)|council offices?|county hall|town hall|your offices?|the office|office in|"
    r"schools?|nursery|college|hospital|surgery|court|police station|reception|library|foster home|foster placement|car park|waiting room|meeting room|conference|review meeting|"
    r"placement|home|house|flat|hostel|unit|park|corridor|hub|doorstep|taxi|minibus|car)"
)
_WHERE = re.compile(
    rf"\b(?:[Aa]t|[Ii]n|[Oo]utside|[Ii]nside|[Tt]o) +(?P<place>(?:(?:the|my|our|his|her|their|your|a) +)?(?:[A-Z][\w'-]+ +(?:(?:Street|Road|Lane|Avenue|Way|St|Rd|Close|Drive|Hill|Park) +)?){{0,3}}"
    rf"(?:(?:mum|nan|dad|gran|foster carer|carer|sister|grandmother|grandparent|friend)'?s +)?(?:contact +|family +|primary +|secondary +|special +|supervised +|council +|local +|children's +)?(?i:{_PLACE}))(?!\w)"
    r"(?! +(?:worker|team|address|visit|carer|order|manager|plan|time|social|help|life|school club))"
)
_LINE_PLACE = wide(
    r"\b(?P<place>(?:over|on|by) the (?:phone|telephone)|on (?:microsoft )?teams|(?:on|over|by|via) (?:zoom|video ?call|whatsapp|facebook)|online)\b"
)
_PLAIN_PLACES = frozenset(
    {"home", "house", "a home", "car", "taxi", "placement", "court", "school", "the home", "park", "unit"}
)


def find_what_happened(lines: Sequence[Line]) -> Iterator[Fact]:
    """Yield the points of a complaint: every item of a numbered list, else the sentences that tell what went wrong.

    The items under "What I want" are wishes, not points.
    Source: Getting the Best from Complaints (2006), 3.4.
    """
    body = [line for line in lines if line.sentence.where != SUBJECT_LINE and line.sentence.voice in {OWN, ATTACHED}]
    wishes = {id(line) for line in wish_list(body)}
    body = [line for line in body if id(line) not in wishes]
    numbered = [line for line in body if NUMBERED.match(line.low)]
    listed = frozenset(id(line) for line in numbered) if len(numbered) > 1 else frozenset()
    kept = 0
    for line in body:
        if kept == MOST_POINTS:
            return
        if (id(line) in listed or _is_point(line)) and len(line.low.split()) >= _FEWEST_WORDS:
            kept += 1
            yield in_own_words(FactField.WHAT_HAPPENED, line)


def _is_point(line: Line) -> bool:
    if _NO_POINT.match(line.low) or line.low.endswith("?"):
        return False
    match = _POINT.search(line.low)
    return bool(match and _ACTOR.search(line.low))


def find_effects(lines: Sequence[Line]) -> Iterator[Fact]:
    """Yield what it did to somebody, the sentence in the writer's own words: the investigator needs them so."""
    kept = 0
    for line in lines:
        if kept == MOST_EFFECTS:
            return
        if line.sentence.where == SUBJECT_LINE or not any(hint in line.low for hint in _EFFECT_HINTS):
            continue
        match = _EFFECT.search(line.low)
        if match and is_own(line, *match.span(), denied=True):
            kept += 1
            yield in_own_words(FactField.EFFECT, line)


def find_places(lines: Sequence[Line]) -> Iterator[Fact]:
    """Yield where something took place: a named or described place, or the phone."""
    seen: set[str] = set()
    for line in lines:
        found = [*_WHERE.finditer(line.text), *_LINE_PLACE.finditer(line.low)]
        for match in sorted(found, key=lambda one: one.start()):
            words = line.text[match.start("place") : match.end("place")]
            plain = re.sub(r"^(?:the|a|your) +", "", words)
            if plain.lower() in _PLAIN_PLACES or plain.lower() in seen or len(seen) == MOST_PLACES:
                continue
            seen.add(plain.lower())
            yield fact_at(FactField.WHERE, plain, line, *match.span("place"))
