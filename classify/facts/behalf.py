"""Find for whom somebody else a message is written, and whether that person's consent is shown or told of."""

from collections.abc import Iterator, Sequence

from classify.facts.lines import Line, fact_rule, find_by_rules
from classify.reading import Fact

_SOMEBODY = (
    r"(?:my|our|a|an|the|one of my|this) (?:\w+ ){0,2}?(?:daughter|son|sister|brother|friend|neighbour|mum|mother"
    r"|father|dad|niece|nephew|wife|"
    r"husband|partner|grandson|granddaughter|cousin|parents|client|mate|constituents?|young (?:person|man|woman"
    r"|lady|people)|family|lady|woman|man|student|aunt|uncle|tenant|child|children|girl|boy|lad|mother-in-law"
    r"|couple)"
)
FOR_RULES = (
    fact_rule(
        "on_behalf_of.said",
        rf"\bon behalf of (?P<value>{_SOMEBODY}(?:,? (?:who|and|aged)\b)?|mr [a-z]+|mrs [a-z]+|ms [a-z]+|miss [a-z]+)",
        needs="behalf",
        unless=(
            r"\bon behalf of (?:the |your |our )?(?:council|department|team|authority|all|both|everyone)\b|\b(?:she"
            r"|he|they|worker|manager) (?:\w+ )?(?:on behalf|spoke|signed|apologised)"
        ),
    ),
    fact_rule(
        "on_behalf_of.writing_for",
        rf"\b(?:writing|complaining|emailing|asking|speaking|acting|write|act|complain|help|helping"
        rf"|supporting) (?:this |to you |an? email )?for (?P<value>{_SOMEBODY})\b",
        needs=" for ",
    ),
    fact_rule(
        "on_behalf_of.client",
        r"\b(?:we|i) (?:act for|are instructed by|am instructed by|represent) (?P<value>(?:our client |the )?(?:mr"
        r"|mrs|ms|miss|mx)?\.? ?[a-z'-]+(?: [a-z'-]+)?)",
        needs="act for|instructed|represent",
        unless=r"\b(?:do not|does not|doesn't|not) (?:act for|represent)\b",
    ),
    fact_rule(
        "on_behalf_of.constituent",
        r"\b(?P<value>(?:one of )?my constituents?|a constituent(?: of mine)?|a resident (?:of|in) my ward"
        r"|our client|my client)\b",
        needs="constituent|ward|client",
    ),
    fact_rule(
        "on_behalf_of.asked_to",
        r"\b(?P<value>my (?:\w+ )?(?:sister|brother|friend|neighbour|mum|mother|dad|father|cousin|daughter|son|wife"
        r"|husband|partner|niece|nephew|aunt|uncle|mate)|she|he|they|the family)"
        r" (?:has |have |'s |'ve )?asked me to (?:write|complain|email|send|make|put|do|help|speak|say|contact|raise)",
        needs="asked me",
        reported=True,
    ),
)
CONSENT_RULES = (
    fact_rule(
        "consent.enclosed",
        r"\b(?:attach(?:ed|ing)?|enclos(?:ed|ing|e)|please find|sent|includ(?:ed|ing))\b[^.;]{0,50}\b(?:consent"
        r"|authority|permission|authorisation|mandate)\b"
        r"|\b(?:consent|authority|permission|authorisation|mandate)(?: form| letter| slip)?\b[^.;]{0,30}\b(?:is "
        r"|are )?(?:attached|enclosed|below|with this)\b"
        r"|\b(?:signed|written) (?:consent|authority|permission|authorisation)\b(?! (?:will|to follow|if))",
        needs="consent|authority|permission|authorisation|mandate",
        value="enclosed",
        unless=(
            r"\b(?:school|trip|photo|operation|vaccin|medical|section 20|s20|you|adoption|never|without"
            r"|local authority|coun?cil|nobody|no one|did not|didn't)\b[^.]{0,60}\bconsent"
            r"|\bconsent\b[^.]{0,40}\b(?:school|trip|photo|operation|vaccin|medical|section 20|s20)"
            r"|\blocal authority\b|\b(?:will|to) follow\b"
        ),
    ),
    fact_rule(
        "consent.to_follow",
        r"\b(?:consent|authority|permission|authorisation)(?: form)?\b[^.;]{0,30}\b(?:will follow|to follow"
        r"|will be sent|will send|is on its way|in the post)\b"
        r"|\b(?:will|can|going to) (?:get|send|obtain|provide|forward)[^.;]{0,25}\b(?:consent|authority|permission)\b",
        needs="consent|authority|permission|authorisation",
        value="to follow",
        unless=r"\blocal authority\b",
    ),
    fact_rule(
        "consent.told",
        r"\bwith (?:her|his|their|my \w+'s|the \w+'s|full|\w+'s) (?:full |verbal |written )?(?:permission|consent"
        r"|agreement|knowledge|say[- ]so|blessing)\b"
        r"|\b(?:she|he|they|my (?:sister|brother|friend|neighbour|mum|mother|dad|father|cousin|daughter|son|niece"
        r"|nephew|mate|wife|husband|partner)|the (?:young person|family|client))"
        r"(?: (?:has|have|is|are)|'s|'ve)? (?:knows?|agrees?|agreed|consents?|consented|is happy|happy"
        r"|given (?:me )?(?:her |his |their )?(?:permission|consent)|gave (?:me )?(?:her |his "
        r"|their )?(?:permission|consent)|authorised|asked me)"
        r"(?: (?:that |for me )?(?:i|me|to|for)\b)?(?: am| to| is)?",
        needs="permission|consent|agree|know|say so|say-so|happy|authorised|asked me|blessing",
        value="told of",
        unless=(
            r"\b(?:without|never gave|did not|didn't|not) (?:\w+ )?(?:my|permission|consent|give)\b|\bmy consent\b"
            r"|\bwith my (?:consent|permission)\b|\bshe knows (?!i\b|that i\b|about this)|\b(?:he"
            r"|they) know(?:s)? (?!i\b|that i\b|about this)"
        ),
        reported=True,
    ),
    fact_rule(
        "consent.not_given",
        r"\b(?:she|he|they|my (?:\w+ )?(?:sister|brother|friend|neighbour|mum|mother|dad|father|cousin|daughter|son"
        r"|niece|nephew|mate))"
        r" (?:does not|doesn't|don't|do not|doesnt|dont) know (?:that )?(?:i|i'm|i am|about this|im|we)\b"
        r"|\bwithout (?:her|his|their) (?:knowledge|knowing|permission|consent)\b[^.]{0,25}\bi\b|\b(?:have not"
        r"|haven't|not) (?:asked|got|obtained) (?:her|his|their) (?:permission|consent|agreement)\b",
        needs="know|permission|consent|agreement",
        value="not given",
        denied=True,
        unless=r"\b(?:does not|doesn't|don't|do not) know (?:i|we) (?:exist|have|can|live|was|were)\b",
    ),
)


def find_on_behalf_of(lines: Sequence[Line]) -> Iterator[Fact]:
    """Yield for whom the writer speaks, and what they say of that person's consent; consent alone says nothing.

    Source: SI 2006/1738 reg 2; councils ask for consent where a relative, friend or advocate complains for somebody.
    """
    behalf = tuple(find_by_rules(FOR_RULES, lines))[:2]
    yield from behalf
    consents = tuple(find_by_rules(CONSENT_RULES, lines))
    # The consent form of a school trip is no authority to complain.
    if behalf or any(fact.value == "not given" for fact in consents):
        yield from consents[:2]
