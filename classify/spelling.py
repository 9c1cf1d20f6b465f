"""List how people really write: short forms, children's spelling, and the words too common to search by."""

PLAIN_FORMS = {
    "u": "you", "ya": "you", "yous": "you", "youse": "you", "yas": "you", "ur": "your", "yer": "your", "r": "are",
    "m": "am", "n": "and", "nd": "and", "an": "an", "wen": "when", "wot": "what", "wat": "what", "wiv": "with",
    "coz": "because", "cos": "because", "cuz": "because", "bcoz": "because", "becuse": "because", "becos": "because",
    "hav": "have", "av": "have", "pls": "please", "plz": "please", "kno": "know", "tonite": "tonight",
    "2nite": "tonight", "2night": "tonight", "tomoro": "tomorrow", "tomorow": "tomorrow", "tommorow": "tomorrow",
    "tommorrow": "tomorrow", "2moro": "tomorrow", "tmrw": "tomorrow", "tmoz": "tomorrow", "nite": "night",
    "skool": "school", "scard": "scared", "scaired": "scared", "scarred": "scared", "frightend": "frightened",
    "fritened": "frightened", "hert": "hurt", "herts": "hurts", "bruse": "bruise", "bruses": "bruises",
    "bruzes": "bruises", "brused": "bruised", "sumone": "someone", "sum1": "someone", "some1": "someone",
    "nuffin": "nothing", "nuthin": "nothing", "nufin": "nothing", "nothin": "nothing", "anyfin": "anything",
    "kil": "kill", "dye": "die", "wanna": "want", "wana": "want", "gona": "going", "goin": "going", "thier": "their",
    "teh": "the", "frend": "friend", "freind": "friend", "wont": "wont", "worrid": "worried", "recieved": "received",
    "recieve": "receive", "definately": "definitely", "seperate": "separate", "complant": "complaint",
    "complane": "complain", "liveing": "living", "hiting": "hitting", "hittin": "hitting", "shoutin": "shouting",
    "screamin": "screaming", "punchin": "punching", "kickin": "kicking", "touchin": "touching", "cuttin": "cutting",
    "drinkin": "drinking", "starvin": "starving", "runnin": "running", "leavin": "leaving",
    "gettin": "getting", "waitin": "waiting", "comin": "coming", "watchin": "watching", "hungrey": "hungry",
    "hungy": "hungry", "mom": "mum", "mam": "mum", "mummy": "mum", "mammy": "mum", "mums": "mums", "daddy": "dad",
    "da": "dad", "ma": "mum", "wile": "while", "agen": "again", "agn": "again", "agian": "again", "bak": "back",
    "2": "2", "4": "4", "neva": "never", "evry": "every", "evryone": "everyone", "every1": "everyone",
    "any1": "anyone", "no1": "nobody", "noone": "nobody", "fone": "phone", "beleive": "believe", "belive": "believe",
    "threatend": "threatened", "threatning": "threatening", "suiside": "suicide", "suacide": "suicide",
    "suicidle": "suicidal", "suacidal": "suicidal", "ov": "of", "dat": "that", "dis": "this", "dem": "them",
}  # fmt: skip
"""A word as written and its plain form; the writer's own spelling stays in every quotation."""

RUN_TOGETHER = {
    "il": (("i", "i"), ("l", "will")),
    "ill": (("i", "i"), ("ll", "will")),
    "id": (("i", "i"), ("d", "would")),
    "hed": (("he", "he"), ("d", "would")),
    "gunna": (("gun", "going"), ("na", "to")),
    "havent": (("have", "have"), ("nt", "not")),
    "hasnt": (("has", "has"), ("nt", "not")),
    "isnt": (("is", "is"), ("nt", "not")),
    "arent": (("are", "are"), ("nt", "not")),
    "wasnt": (("was", "was"), ("nt", "not")),
    "werent": (("were", "were"), ("nt", "not")),
    "didnt": (("did", "did"), ("nt", "not")),
    "doesnt": (("does", "does"), ("nt", "not")),
    "dosnt": (("dos", "does"), ("nt", "not")),
    "couldnt": (("could", "could"), ("nt", "not")),
    "wouldnt": (("would", "would"), ("nt", "not")),
    "shouldnt": (("should", "should"), ("nt", "not")),
    "dunno": (("du", "do"), ("nno", "not")),
}
"""Two words written as one without the apostrophe; "ill" is far more often "I'll" than sick in mail without marks."""

CLITICS = {
    "is": ("'s", "s"),
    "has": ("'s", "s"),
    "had": ("'d", "d"),
    "would": ("'d", "d"),
    "will": ("'ll", "ll"),
    "have": ("'ve", "ve", "of"),
    "are": ("'re", "re"),
    "am": ("'m", "m"),
}
"""The short forms that may stand for a word; "of" for "have" is how "would've" is often written."""

_STARRED_WORDS = """
fuck fucks fucked fucking fuckin fuckers fucker shit shite shits shitty cunt cunts twat twats prick pricks
bastard bastards bitch bitches wanker wankers tosser tossers arse arses arsehole arseholes slag slags dick
dickhead dickheads bollocks paki pakis nigger retard retards whore whores slut sluts kurwa dupek crap bloody
bullshit motherfucker piss pissed
"""
STARRED = tuple(_STARRED_WORDS.split())
"""Words people write with stars in them ("f***ing"), so that the stars can be read."""


def read_stars(written: str) -> str:
    """Return the word that stars stand for, or the word as written if it is none we know.

    >>> read_stars("f***ing"), read_stars("*note")
    ('fucking', '*note')
    """
    letters = written.lower()
    for word in STARRED:
        same_shape = len(word) == len(letters) and letters[0] == word[0] and "*" in letters[1:]
        if same_shape and all(a in {b, "*"} for a, b in zip(letters, word, strict=True)):
            return word
    return written


_COMMON = """
a about after again all am an and any are as at back be because been but by can could day did do does for from
get go going got had has have he her here him his how i if in into is it its just like me more my no not now of
off on one or our out over own said same see she so some than that the their them then there they this time to
told too two up us very want was we well went were what when where which who why will with would you your 's s
'd d 'll ll 've ve 're re 'm m , . ! ? - ' council child children son daughter mum dad school worker social
"""
COMMON_WORDS = frozenset(_COMMON.split())
"""Words that stand in so many sentences that looking for a phrase by them saves nothing."""
