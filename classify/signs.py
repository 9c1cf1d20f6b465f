"""List the words that show who speaks, what is denied and when it was: the tables behind ``whose_words``."""

_SAYING_WORDS = """
said say says saying told tell tells telling shouted shouts shouting screamed screams yelled texted texting
wrote writes called calls calling threatened threatens threatening accused accuses accusing claimed claims
claiming alleged alleges alleging allegation allegations stated states reported reports recorded records
described describes suggested suggests implied implying replied answered swore whispered muttered laughed
sneered asked asks reckons reckoned insisted insists commented remarked announced goes
"""
SAYING = frozenset(_SAYING_WORDS.split())
FIRST = frozenset({"i", "we"})
THIRD = frozenset({"he", "she", "they", "it", "you", "who", "someone", "somebody", "nobody", "which"})
PASSIVE = frozenset({"was", "were", "been", "being", "got", "get", "am", "is", "are", "be", "'m", "'s"})
_FILLERS_WORDS = """
have had 've 'd just only also then even never always once already has to did do not will would 'll really
actually literally clearly openly later again basically repeatedly keep keeps kept
"""
FILLERS = frozenset(_FILLERS_WORDS.split())
LINKS = frozenset({"so", "but", "then", "and", "because", "when", "until", "till", "while", "which", "however"})
STOPS = frozenset({".", ";", ":", "!", "?", "but", "however", "although", "though", "because", "-", "(", ")"})
NEGATORS = frozenset(
    {"not", "never", "no", "nobody", "without", "nor", "neither", "none", "hardly", "nt", "aint", "dont"}
)
NOT_REALLY = (("not", "only"), ("not", "just"), ("no", "doubt"), ("no", "wonder"), ("no", "one"), ("not", "wait"))
DENIALS = (
    ("not", "true"),
    ("a", "lie"),
    ("untrue",),
    ("never", "happened"),
    ("not", "happen"),
    ("nonsense",),
    ("rubbish",),
)
PAST_SIGNS = (
    ("years", "ago"), ("year", "ago"), ("last", "year"), ("years", "back"), ("used", "to"), ("back", "then"),
    ("when", "i", "was"), ("as", "a", "child"), ("as", "a", "kid"), ("in", "the", "past"), ("historic",),
    ("historical",),
    ("previously",), ("no", "longer"), ("at", "the", "time"), ("dealt", "with"), ("long", "ago"), ("once", "said"),
    ("growing", "up"), ("closed",), ("previous",), ("former",), ("resolved",), ("sorted",), ("years", "since"),
)  # fmt: skip
FUTURE_SIGNS = frozenset({"will", "'ll", "ll", "going", "gonna", "tomorrow", "tonight", "next", "shall"})
IF_SIGNS = frozenset({"if", "imagine", "suppose", "whether", "unless", "hypothetically"})
MAYBE_SIGNS = frozenset({"would", "could", "might", "may", "should", "'d"})
