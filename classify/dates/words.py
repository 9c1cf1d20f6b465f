"""List the ways people write a date: months, weekdays, counted times, feasts and seasons, as one table of patterns."""

# ruff: noqa: E501 - a pattern reads better on one line

import re
from collections.abc import Mapping
from dataclasses import dataclass

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"),
            ("july", "jul"), ("august", "aug"), ("september", "sept", "sep"), ("october", "oct"), ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("monday", "mon"), ("tuesday", "tues", "tue"), ("wednesday", "weds", "wed"), ("thursday", "thurs", "thur"),
            ("friday", "fri"), ("saturday", "sat"), ("sunday", "sun"),
        )
    )
    for name in names
}  # fmt: skip
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "couple of": 2, "a couple of": 2, "couple": 2, "two": 2, "three": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13,
    "fourteen": 14, "fifteen": 15, "sixteen": 16, "eighteen": 18, "twenty": 20,
}  # fmt: skip
VAGUE = {"a few": 3, "few": 3, "several": 4, "some": 4, "many": 6}
"""What is only about so: the value says it with a "~"."""
TERMS = {"spring": (1, 4), "summer": (4, 7), "autumn": (9, 12)}
"""The months a school term begins and ends in, about."""
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
"""The first of the three months people mean."""

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_FULL_MONTH = "|".join(name for name in MONTHS if len(name) > 4 or name in {"june", "july"})
_DAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_NUMBER = "|".join(sorted({**NUMBERS, **VAGUE}, key=len, reverse=True))
_ORDINAL = r"(?:st|nd|rd|th)"
# "12 May 25" in a list is a year; "on 12 May 25 people came" is none.
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d\b|'?\d\d(?=\s*(?:$|[-,;:)\n]|\.(?!\d)))))?"
_WHICH_YEAR = (
    rf",?\s+(?:of\s+|in\s+)?(?:(?P<year>(?:19|20)\d\d|'\d\d)\b|(?P<turn>last|this|next)\s+year\b"
    rf"|(?:the\s+)?(?P<before_last>year\s+before\s+last)\b|(?P<years_ago>\d{{1,2}}|{_NUMBER})\s+years?\s+(?:ago|back)\b)"
)
_FEAST = (
    r"christmas(?:\s+(?:eve|day))?|new\s+year(?:'?s)?(?:\s+(?:eve|day))?|easter(?:\s+(?:sunday|monday))?|good\s+friday"
    r"|boxing\s+day"
)
_SEASON = "spring|summer|autumn|winter"
_SHORT_MONTH = "|".join(name for name in MONTHS if len(name) < 5 and name not in {"may", "june", "july"})
_WEEKDAY_FIRST = rf"(?:(?:{_DAY})\.?,?\s+(?:the\s+)?)?"
# After "on the 4th" comes the end or a word that starts something new; "the 4th floor" and "the 4th time" are no dates.
_THEN = (
    r"(?=\s*(?:$|[,.;:!?)\-]|\b(?:and|but|i|we|he|she|they|you|it|the|my|our|his|her|to|at|when|for|about|because|then|"
    r"so|as|by|with|in|nobody|no|there|after|or|until|who|where|which|from|was|is|that|this|not|if|again|without)\b))"
)
_FORMS = (
    ("iso", r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?![\d-])"),
    (
        "figures",
        (
            r"(?<![\d/.-])(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>(?:19|20)?\d\d)(?![\d/-]"
            r"|\.\d)"
        ),
    ),
    ("day", r"\b(?:on|dated|since|from|of|by|until)\s+(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\d/]|\.\d)"),
    ("month_day", rf"{_WEEKDAY_FIRST}\b(?P<day>\d{{1,2}}){_ORDINAL}?\s+(?:of\s+)?(?P<name>{_MONTH})\b{_WHICH_YEAR}"),
    ("feast", rf"\b(?P<feast>{_FEAST})(?:\s+(?:time|holidays?|break))?{_WHICH_YEAR}"),
    ("feast", rf"\b(?P<year>(?:19|20)\d\d),?\s+(?P<feast>{_FEAST})\b"),
    ("term", rf"\b(?P<term>spring|summer|autumn)\s+term{_WHICH_YEAR}"),
    ("season", rf"\b(?P<season>{_SEASON})(?:\s+(?:time|holidays?|break))?{_WHICH_YEAR}"),
    ("season", rf"\b(?P<year>(?:19|20)\d\d),?\s+(?P<season>{_SEASON})\b"),
    (
        "seasons_ago",
        rf"\b(?P<count>\d{{1,2}}|{_NUMBER})\s+(?:{_SEASON}|christmas(?:e)?|easter)s?\s+(?:ago|back)\b",
    ),
    ("month", rf"\b(?P<name>{_FULL_MONTH}|{_SHORT_MONTH}){_WHICH_YEAR}"),
    ("month", rf"\b(?:in|since|of|from|until|by|during)\s+(?P<name>may){_WHICH_YEAR}"),
    (
        "range",
        (
            rf"\b(?P<day>\d{{1,2}}){_ORDINAL}?(?=\s*(?:-|to|and|&|or|until)\s*(?:the\s+)?\d{{1,2}}{_ORDINAL}?\s+(?:of\s+)?"
            rf"(?P<name>{_MONTH})\b{_YEAR})"
        ),
    ),
    ("month_day", rf"{_WEEKDAY_FIRST}\b(?P<day>\d{{1,2}}){_ORDINAL}?\s+(?:of\s+)?(?P<name>{_MONTH})\b\.?{_YEAR}"),
    ("month_day", rf"\b(?P<name>{_MONTH})\s+(?:the\s+)?(?P<day>\d{{1,2}}){_ORDINAL}?\b(?!\s*[:.]\d){_YEAR}"),
    ("of_month", rf"\b(?P<day>\d{{1,2}}){_ORDINAL}\s+of\s+(?P<side>this|last|next)\s+month\b"),
    ("weekday_nth", rf"\b(?P<weekday>{_DAY})\s+(?:the\s+)?(?P<day>\d{{1,2}}){_ORDINAL}\b{_THEN}"),
    (
        "nth",
        (
            rf"\b(?:on|by|since|from|until|before|after|around|about|dated"
            rf"|and)\s+the\s+(?P<day>\d{{1,2}}){_ORDINAL}\b{_THEN}"
        ),
    ),
    ("before_yesterday", r"\b(?:the\s+)?day\s+before\s+yesterday\b"),
    (
        "word",
        r"\b(?P<word>yesterday|today|tonight|this\s+(?:morning|afternoon|evening)|last\s+(?:night|evening)|tomorrow)\b",
    ),
    ("week_on", rf"\b(?:a\s+)?(?P<count>a|one|two|three)?\s*weeks?\s+(?:ago\s+)?(?:last|on)\s+(?P<weekday>{_DAY})\b"),
    ("weekday_side", rf"\b(?P<weekday>{_DAY})\s+(?P<side>last|just\s+gone|week|gone)\b"),
    (
        "weekday_side",
        (
            rf"\b(?P<side>last|this|this\s+past|past|next|on|coming|since|by|until|from|before)\s+"
            rf"(?P<weekday>{_DAY})\b"
        ),
    ),
    (
        "weekday_side",
        rf"\b(?<!every )(?<!each )(?<!\ba )(?P<weekday>{_DAY})(?=\s+(?:morning|afternoon|evening|night)\b)",
    ),
    ("half", rf"\b(?P<count>\d{{1,2}}|{_NUMBER})\s+(?:year\s+and\s+a\s+half|and\s+a\s+half\s+years?)\s+(?:ago|back)\b"),
    ("half_year", r"\bhalf\s+a\s+year\s+ago\b"),
    ("fortnight", r"\b(?:a|last)\s+fortnight(?:\s+(?:ago|back))?\b"),
    ("ago", rf"\b(?P<count>\d{{1,3}}|{_NUMBER})\s+(?P<unit>day|week|wk|month|mth|year|yr)s?\s+(?:ago|back|since)\b"),
    (
        "ago",
        (
            rf"\b(?:for|over|in|during)\s+(?:about\s+|over\s+|almost\s+|nearly\s+)?the\s+(?:past|last)\s+"
            rf"(?P<count>\d{{1,3}}|{_NUMBER})\s+(?P<unit>day|week|month|year)s?\b"
        ),
    ),
    ("ago", rf"\bfor\s+(?P<count>\d{{1,3}}|{_NUMBER})\s+(?P<unit>day|week|month|year)s?\s+now\b"),
    (
        "hence",
        (
            rf"\bin\s+(?P<count>\d{{1,3}}|{_NUMBER})\s+(?P<unit>day|week|month|year)s?'?\s+time\b"
            rf"|\b(?P<count2>\d{{1,3}}|{_NUMBER})\s+(?P<unit2>day|week|month|year)s?\s+from\s+now\b"
        ),
    ),
    ("before_last", r"\b(?:the\s+)?(?P<unit>week|month|year)\s+before\s+last\b"),
    ("weekend", r"\b(?:(?P<side>last|this|next|over\s+the|at\s+the)\s+)weekend\b"),
    ("span", r"\b(?P<side>last|this|next)\s+(?P<unit>week|month|year)\b"),
    (
        "month",
        rf"(?:\b(?P<side>last|this|next)\s+)?\b(?P<name>{_MONTH})\s+(?:half[\s-]?term\s+)?(?:of\s+)?(?P<year>(?:19|20)\d\d)\b",
    ),
    (
        "month",
        (
            rf"\b(?P<side>since|in|during|last|(?:in\s+)?(?:early|mid|late)|(?:end|beginning|start|middle)\s+of)[\s-]+"
            rf"(?P<name>{_MONTH})\b(?!\s+(?:be|not|have|i|we|the\s+\d|\d))"
        ),
    ),
    (
        "month",
        rf"\b(?P<side>from|until|by|this|next|before|after|around|about|for|of)\s+(?P<name>{_FULL_MONTH})\b(?!\s+\d)",
    ),
    (
        "feast",
        rf"\b(?:(?P<side>last|this|next)|since|at|before|after|over|around|by|until|on)\s+(?P<feast>{_FEAST})\b",
    ),
    (
        "season",
        r"\b(?:(?P<side>last|this|next)|since\s+the|in\s+the|over\s+the)\s+(?P<season>spring|summer|autumn|winter)\b",
    ),
    (
        "year",
        (
            r"\b(?:since|(?<!\d\s)in|from|during|around|about|until|back\s+in|between|early|mid|late|it\s+was)\s+"
            r"(?P<year>(?:19[5-9]|20[0-9])\d)\b(?![-/]\d)"
        ),
    ),
    ("year", r"\b(?P<year>(?:19[5-9]|20[0-9])\d)(?=\s*(?:to|until|till|-)\s*(?:19|20)\d\d\b)"),
)
_NEEDS = {
    "half": ("half",), "half_year": ("half",), "fortnight": ("fortnight",), "week_on": ("week",), "hence": ("time", "now"),
    "ago": ("ago", "back", "since", "past", "last", "now"), "before_last": ("before last",), "weekend": ("weekend",),
    "span": ("week", "month", "year"), "feast": ("christmas", "new year", "easter", "friday", "boxing"),
    "term": ("term",), "season": tuple(SEASONS),
    "seasons_ago": ("ago", "back"),
    "before_yesterday": ("before",), "of_month": ("month",), "word": ("day", "night", "morning", "noon", "evening", "tomo"),
    "month": tuple({name[:3]: 0 for name in MONTHS}), "month_day": tuple({name[:3]: 0 for name in MONTHS}),
    "range": tuple({name[:3]: 0 for name in MONTHS}),
    "weekday_side": tuple({name[:3]: 0 for name in WEEKDAYS}), "weekday_nth": tuple({name[:3]: 0 for name in WEEKDAYS}),
}  # fmt: skip
"""Words of which a form holds one: a text without them is not searched. A form not named here holds a figure."""
FIGURE_FORMS = frozenset({"iso", "figures", "day", "range", "month_day", "of_month", "weekday_nth", "nth", "year"})
PATTERNS = tuple((name, re.compile(form, re.IGNORECASE), _NEEDS.get(name, ("",))) for name, form in _FORMS)
"""Each way to write a date by name, the surest first: a stretch of text is read by the first that fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateParts:
    """Hold one written date taken apart: which form, its parts as written, and whether the words look ahead."""

    name: str
    groups: Mapping[str, str]
    is_ahead: bool

    def get(self, key: str) -> str:
        """Return one part in small letters with single spaces, "" if it was not written."""
        return " ".join(self.groups.get(key, "").lower().split())
