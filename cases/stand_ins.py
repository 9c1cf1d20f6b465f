"""Invent what stands for a real name, address or number: from lists and ranges that belong to nobody."""

import re
from collections.abc import Callable, Mapping

Sort = str
"""What is replaced: "first" and "last" name, "email", "phone" ..."""

_FIRST = (
    "Alder Arden Briar Carys Corin Darrow Ellis Emrys Farren Gwyn Hollis Idris Jory Kerris Linden Lowen Marlow Merrin "
    "Nevis Orrin Perran Quillon Renn Rowan Sorrel Tamsin Teagan Ursel Vesper Wren Yarrow Zennor"
)
_LAST = (
    "Ashgrove Birkwell Coldbrook Dunmere Eastholt Fernley Garthside Hazelby Inglewood Kestle Larkbridge Millthorpe "
    "Netherby Oakhanger Pendrith Quarley Ravensby Silverdale Thornwick Underhay Velbury Westmarch Yewdale"
)
_NAMES_TOO = (
    "will may rich young mark rose grace hope joy faith bill rob sue pat drew dawn frank grant brown white black green "
    "gray grey king day page field wood hill bush miles lane price west bell baker cook carter mason walker parker "
    "hall banks stone moore ford marsh north brook gale ray sharp storm swift wise winter summer chase hunter rivers "
    "eve max guy kit ash jay gem don penny ruby amber olive iris lily daisy violet"
)
_ORDINARY = (
    "april june july august art long short case house love child little best large good new street park church social "
    "worker care home team council manager school nurse doctor mother father mum mummy dad daddy nan nana gran grandma "
    "grandad son daughter the and for not her him his she they our all any one two you are was has had who how now out "
    "end office service services my me we us it is this that thank thanks kind many regards yours dear from a an of to "
    "in on at by as be so if or but with a b c mr mrs ms miss dr carer officer support family children young person "
    "department complaints assistant senior head director reviewing independent lead duty desk court judge police"
)
NAMES = {"first": tuple(_FIRST.split()), "last": tuple(_LAST.split())}
NAMES_TOO = frozenset(_NAMES_TOO.split())
"""Names that are words too: replaced only where they stand with a capital."""
ORDINARY = frozenset(_ORDINARY.split())
"""Words that are no name, however they are written."""
_STREETS = ("Larch Row", "Teasel Lane", "Copper Close", "Harrier Way", "Sedge Road")


def invent(sort: Sort, number: int, real: str) -> str:
    """Return a stand-in that ``number`` chooses: no real person's by chance, since its range is given to nobody."""
    return _INVENTED[sort](number, real)


def _same_year(number: int, real: str) -> str:
    """Return another day of the same year: how old a child is may matter to what is asked."""
    years = re.findall(r"\d{4}|\d{2}$", real)
    return f"{number % 28 + 1:02}/{number // 28 % 12 + 1:02}/{years[-1] if years else '2012'}"


_INVENTED: Mapping[Sort, Callable[[int, str], str]] = {
    "email": lambda number, _: f"person-{number % 100_000:05}@post.example",
    "web": lambda number, _: f"https://www.place-{number % 1000:03}.example/",
    "phone": lambda number, _: f"07700 900{number % 1000:03}",
    "ni": lambda number, _: f"QQ {number % 100:02} {number // 100 % 100:02} {number // 10**4 % 100:02} C",
    "nhs": lambda number, _: f"999 {number % 1000:03} {number // 1000 % 10_000:04}",
    "postcode": lambda number, _: f"ZZ{number % 90 + 10} {number // 90 % 9 + 1}ZZ",
    "street": lambda number, _: f"{number % 80 + 1} {_STREETS[number % len(_STREETS)]}",
    "registration": lambda number, _: f"QZ{number % 90 + 10} ZZZ",
    "born": _same_year,
    "sort_code": lambda number, _: f"00-00-{number % 100:02}",
    "reference": lambda number, _: f"REF/{number % 1_000_000:06}",
    "number": lambda number, real: f"{number % 10 ** len(real):0{len(real)}}",
}
