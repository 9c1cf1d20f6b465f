"""Find in what capacity somebody writes: as they say it, else as their words imply it."""

# ruff: noqa: E501 - a list of ways to say one thing reads better on one line

from collections.abc import Iterator, Sequence

from classify.facts.lines import Line, fact_rule, find_by_rules
from classify.reading import Fact

_I_AM = (
    r"(?:i am|i'm|im|i was|we are|we're|as|being) (?:also |now |only |just |still |both |currently |writing as "
    r"|a registered |the proud )*(?:a |an |the |his |her |their |your |one of your |approved |registered |single "
    r"|young |disabled )*"
)
_KID = (
    r"(?:(?:\w+ )?(?:year|yr)s?[- ]old |eldest |youngest |oldest |little |baby |own |disabled |autistic |two "
    r"|three |four |"
    r"both )*(?:son|daughter|child|children|kids?|baby|babies|boys?|girls?|toddler|twins|little (?:one|boy|girl)s?"
    r"|lad|bairns?|teenager)"
)
_GRANDCHILD = r"(?:\w+ )?(?:grandson|granddaughter|grandchild|grandchildren|grandkids|great[- ]grand\w+)s?"

EXPLICIT_RULES = (
    fact_rule(
        "capacity.foster_carer",
        rf"\b{_I_AM}(?:\w+ )?(?:foster(?:ing)? (?:carers?|mum|dad|parents?|mother|father|family)"
        rf"|connected (?:persons?|carers?)|kinship foster carers?)\b"
        r"|\b(?:i|we)(?: have|'ve)?(?: been)? foster(?:ed|ing)?\b(?! care\b)|\bour (?:fostering|approval) (?:panel"
        r"|status)\b"
        r"|\b(?:my|our) (?:foster (?:child|children|son|daughter|placement)|supervising social worker"
        r"|fostering allowance)\b"
        r"|\b(?:child|children|boy|girl|baby|siblings|teenager) (?:placed|in placement) with (?:me|us)\b",
        needs="foster|connected|approval|supervising|placed with|placement with",
        value="foster carer",
        unless=r"\b(?:my|in) (?:foster (?:carer|mum|dad|care)|own foster)\b[^.]*\bi (?:was|am) (?:in|placed)",
    ),
    fact_rule(
        "capacity.special_guardian",
        rf"\b{_I_AM}special guardians?\b|\b(?:i|we) (?:have|'ve|hold|got|were granted|was granted) (?:a |an "
        rf"|the )?(?:special guardianship|sgo)\b"
        r"|\b(?:i am|i'm|we are) (?:the )?sgo\b|\b(?:my|our) (?:sgo|special guardianship)\b",
        needs="guardian|sgo",
        value="special guardian",
    ),
    fact_rule(
        "capacity.adopter",
        rf"\b{_I_AM}(?:prospective )?(?:adopters?|adoptive (?:parents?|mum|mother|dad|father|family))\b|\b(?:i"
        rf"|we)(?: have|'ve)? adopted (?:our|my|a|two|three|him|her|them|\w+ )"
        r"|\b(?:my|our) adopted (?:son|daughter|child|children)\b",
        needs="adopt",
        value="adopter",
        unless=r"\b(?:was|were|been|being) adopted\b",
    ),
    fact_rule(
        "capacity.advocate",
        rf"\b{_I_AM}(?:\w+ ){{0,3}}advocate\b(?! and (?:she|he))|\b(?:my role|instructed"
        rf"|appointed) as (?:\w+ ){{0,2}}advocate\b",
        needs="advocate",
        value="advocate",
        unless=(
            r"\b(?:have|want|need|without|get|asked for|like|entitled to|offered) (?:me )?(?:an? "
            r"|my )(?:\w+ )?advocate\b"
        ),
    ),
    fact_rule(
        "capacity.solicitor",
        r"\bwe (?:act|are instructed|are solicitors|write) (?:for|by|on behalf of|to) (?:our client|the|mr|mrs|ms"
        r"|miss|\w+)\b|\bi (?:act|am instructed) (?:for|by|on behalf of)\b"
        r"|\bour client\b|\b(?:i am|i'm) (?:a |the )?solicitor\b",
        needs="act|instructed|client|solicitor",
        value="solicitor",
        unless=r"\bwe write to (?:complain|say|tell|ask|thank|let)\b",
    ),
    fact_rule(
        "capacity.councillor",
        rf"\b{_I_AM}(?:\w+ ){{0,2}}(?:ward |county |town |parish |district )?councillor\b|\b(?:my|one of my"
        rf"|a) (?:constituents?|resident of my ward)\b",
        needs="councillor|constituent|ward",
        value="councillor or MP",
    ),
    fact_rule(
        "capacity.mp",
        r"\bmember of parliament for\b|\bhouse of commons\b|\boffice of [\w .]{2,40} mp\b|\bi am (?:the "
        r"|your )?(?:local )?mp\b",
        needs="parliament|commons| mp",
        value="MP",
    ),
    fact_rule(
        "capacity.care_leaver",
        rf"\b{_I_AM}(?:\w+ )?care leavers?\b|\bi(?:'ve| have)? (?:left|aged out of|came out of|leaving) care\b"
        rf"|\bwhen i (?:was|lived|grew up) in (?:care|foster care|a (?:children'?s |kids )?home)\b"
        r"|\bi (?:was|grew up) in (?:care|foster care|your care|the care system)\b|\bmy (?:pathway plan"
        r"|leaving care (?:worker|grant|team|allowance)|setting up home)\b|\bformer (?:looked[- ]after"
        r"|relevant) child\b",
        needs="care|pathway|home|looked|relevant",
        value="care leaver",
        denied=True,
        unless=r"\b(?:i am|i'm|im) (?:1[0-7]|[5-9])\b",
    ),
    fact_rule(
        "capacity.child",
        r"\b(?:i am|i'm|im|i've just turned|i just turned|i turned|me\W+age) (?:only |just |now |nearly |almost "
        r"|a )?(?:[6-9]|1[0-7]|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
        r"|seventeen)(?: ?(?:years?|yrs?)(?: ?-?old)?|yo)?"
        r"(?= ?(?:$|[,.;!?)]|and\b|but\b|so\b|i\b|in\b|not\b|now\b|my\b|living\b|years?\b|yrs?\b|yo\b))"
        r"|\bi(?:'m| am|m)? (?:live |living |stay |staying |placed |am placed )?(?:in|with) (?:(?:my|a"
        r"|the) )?(?:foster (?:care|carers?|placement|family)|(?:children'?s|kids|residential|care) home)\b"
        r"|\bi(?:'m| am|m) (?:a )?(?:looked[- ]after (?:child|young person)|child in care|in care|young person)\b"
        r"|\bmy (?:foster (?:carers?|mum|dad|placement)|placement|key ?worker|residential|lac review)\b",
        needs="i am|i'm|im |turned|age|foster|home|care|placement|keyworker|key worker|young person|lac review",
        value="child or young person",
        denied=True,
        unless=(
            r"\b(?:months|weeks|days|pregnant|stone|minutes|hours|times|miles) (?:into|ago|late|away|pregnant"
            r"|over)\b|\bi am (?:\w+ )?(?:foster|kinship|carer)|\bmy (?:son|daughter|child|kids?|grand\w+)(?:'s)? "
            r"|\bmy foster (?:child|son|daughter)|\b(?:months?|weeks?) pregnant|\bmy children\b"
        ),
    ),
    fact_rule(
        "capacity.grandparent",
        rf"\b{_I_AM}(?:\w+(?:'s)? )?(?:(?:maternal|paternal|great)[- ])*(?:grandmother|grandfather|grandparents?"
        rf"|grandma|grandad|granddad|nan|nana|gran|nanny)\b|\b(?:my|our) {_GRANDCHILD}\b",
        needs="grand|nan|gran",
        value="grandparent",
        denied=True,
    ),
    fact_rule(
        "capacity.relative",
        rf"\b{_I_AM}(?:\w+(?:'s)? )?(?:(?:aunt|auntie|aunty|uncle|cousin|stepmum|stepdad|step-?mother|step-?father"
        rf"|step-?parent)s?|(?:big |older |elder |half[- ])?(?:sister|brother))\b"
        r"|\bmy (?:\w+ )?(?:niece|nephew|(?:little|younger|baby|half) (?:brother|sister))\b",
        needs="aunt|uncle|cousin|step|sister|brother|niece|nephew",
        value="other relative",
    ),
    fact_rule(
        "capacity.kinship_carer",
        rf"\b{_I_AM}kinship carers?\b|\bkinship (?:care|carer|arrangement) (?:of|for) (?:my|our)\b"
        rf"|\bprivate fostering\b",
        needs="kinship|private fostering",
        value="kinship carer",
    ),
    fact_rule(
        "capacity.professional",
        rf"\b{_I_AM}(?:\w+ ){{0,2}}(?:teacher|head ?teacher|headteacher|health visitor|school nurse|gp|doctor"
        rf"|paediatrician|senco|designated safeguarding lead|dsl|midwife|nursery manager|youth worker|support worker"
        rf"|police officer|family support worker)\b(?: at| for| in| with| of|,)",
        needs="teacher|visitor|nurse|gp|doctor|paediatrician|senco|dsl|safeguarding lead|midwife|manager|worker|officer",
        value="professional",
    ),
    fact_rule(
        "capacity.neighbour_or_friend",
        rf"\b{_I_AM}(?:\w+ ){{0,2}}(?:neighbours?|family friend|friend of (?:the|a) family|friend)\b"
        rf"|\bwriting (?:for|on behalf of) my (?:neighbour|friend|mate)\b",
        needs="neighbour|friend|mate",
        value="friend or neighbour",
    ),
    fact_rule(
        "capacity.parent",
        rf"\b{_I_AM}(?:\w+(?:'s)? ){{0,2}}(?:mum|mother|mam|mom|dad|father|parents?)\b(?! of the year|'s|-in-law"
        rf"| in law)|\b(?:single|full[- ]time|working) (?:mum|dad|mother|father|parent)\b"
        r"|\bi (?:have|hold|share) parental responsibility\b|\bas (?:his|her|their) (?:mum|mother|dad|father"
        r"|parents?)\b",
        needs="mum|mother|mam|mom|dad|father|parent",
        value="parent",
        denied=True,
        unless=r"\b(?:foster|adoptive|step|grand|birth)[- ]?(?:mum|mother|dad|father|parent)",
    ),
)
IMPLIED_RULES = (
    fact_rule(
        "capacity.child_of_care",
        r"\bmy (?:i\.?r\.?o|looked[- ]after review|care plan|advocate says|life story|pocket money|bedtime"
        r"|mum and dad)\b",
        needs="my ",
        value="child or young person",
        unless=r"\bmy (?:son|daughter|child|kids|children|partner|wife|husband)\b",
    ),
    fact_rule(
        "capacity.parent_of",
        rf"\b(?:my|our) {_KID}\b",
        needs="son|daughter|child|kid|bab|boy|girl|toddler|twin|little|lad|bairn|teenager",
        value="parent",
        reported=True,
        denied=True,
    ),
)
MOST_CAPACITIES = 3


def find_capacity(lines: Sequence[Line]) -> Iterator[Fact]:
    """Yield what the writer says they are; only where they do not say it, what their words imply ("my son").

    Source: SI 2006/1738 reg 2 and Children Act 1989 s26(3): who may complain; the capacity decides procedure and letter.
    """
    said: dict[str, Fact] = {}
    for fact in find_by_rules(EXPLICIT_RULES, lines):
        said.setdefault(fact.value, fact)
    if "child or young person" in said and "care leaver" in said:
        said.pop("child or young person")
    if not said:
        for fact in find_by_rules(IMPLIED_RULES, lines):
            said.setdefault(fact.value, fact)
            break
    yield from list(said.values())[:MOST_CAPACITIES]
