"""Read the style sheets of an HTML mail as far as they decide whether words can be seen: simple rules, bounded work.

Rules that hold on some screens only can show what is hidden elsewhere and never hide: "in doubt, a person sees it".

Source: CSS Syntax Level 3 and CSS Cascading Level 4 (W3C): specificity, order and "!important" decide.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Declarations = Mapping[str, str]

# Everything else a style says does not decide whether words are seen.
_TELLING = frozenset(
    (
        *("display", "visibility", "opacity", "font", "font-size", "color", "background", "background-color"),
        *("background-image", "height", "max-height", "width", "max-width", "overflow", "overflow-x", "overflow-y"),
        *("position", "left", "right", "top", "text-indent", "margin-left", "clip", "clip-path", "transform"),
        *("mso-hide", "white-space"),
    )
)
_BRACES = re.compile(r"[{}]")
_COMPOUND = re.compile(r"(?:\*|[a-z][\w-]{0,40})?(?:[.#][\w-]{1,200}){0,9}")
_NAME = re.compile(r"[.#]?[\w-]+")
_ESCAPED = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE)
_IMPORTANT = re.compile(r"!\s{0,9}important\s{0,9}$")
_SCREEN = re.compile(r"(?:only\s{1,9})?(?:screen|all)")
_PAPER = re.compile(r"(?:only\s{1,9})?(?:print|speech|braille|tty)\b")
_LONGEST_STYLE, _LONGEST_SHEETS = 20_000, 1_000_000
_MOST_RULES, _MOST_CLASSES = 2_000, 40
# Trying rules on elements, and on those around them, costs time; past this many tries no rule counts any more.
_MOST_LOOKS = 2_000_000
_MOST_REMEMBERED, _LONGEST_REMEMBERED = 5_000, 500
_NOTHING: Declarations = {}
_NOBODY: frozenset[str] = frozenset()
_ALWAYS, _SOMETIMES, _NEVER = 0, 1, 2


@dataclass(frozen=True, slots=True)
class _Rule:
    """Hold one selector: ``chain`` are its compounds from the outermost to the element itself, each a set of names."""

    chain: tuple[frozenset[str], ...]
    rank: tuple[int, int, int, int]
    said: tuple[tuple[str, str, bool], ...]
    when: int


@dataclass(slots=True)
class Sheet:
    """Hold the rules of a mail's style sheets; ``paints`` is true if one too hard to follow colours a background."""

    paints: bool = False
    _rules: dict[str, list[_Rule]] = field(default_factory=dict)
    _count: int = 0
    _looks: int = 0
    _known: dict[tuple[frozenset[str], str], tuple[Declarations, Declarations]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Return whether no rule was kept."""
        return self._count == 0

    def add(self, css: str, media: str = "") -> None:
        """Read one sheet."""
        outer = _level_of_media(media.lower()) if media else _ALWAYS
        for selectors, body, when in _blocks(_clean(css.lower()[:_LONGEST_SHEETS]), outer):
            said = tuple(entry for entry in _entries(body) if entry[0] in _TELLING)
            if said and when != _NEVER:
                self._add_rule(selectors, said, when)

    def declarations(
        self, names: frozenset[str], around: Sequence[frozenset[str]], style: str
    ) -> tuple[Declarations, Declarations]:
        """Return what holds for an element by the rules and its own ``style``: always, and on some screens too.

        ``names`` are its tag, ".class"es and "#id"; ``around`` are those of the elements it stands in, outermost first.
        """
        if not self._count:
            names = _NOBODY
            if not style:
                return _NOTHING, _NOTHING
        known = self._known.get((names, style))
        if known is not None:
            return known
        candidates = self._candidates(names)
        met = sorted((rule for rule in candidates if self._meets(rule, names, around)), key=lambda rule: rule.rank)
        own = _entries(style.lower()[:_LONGEST_STYLE])
        base = _cascade(met, own, most=_ALWAYS)
        found = base, (_cascade(met, own, most=_SOMETIMES) if any(rule.when for rule in met) else base)
        is_short = len(style) < _LONGEST_REMEMBERED and len(self._known) < _MOST_REMEMBERED
        if is_short and all(len(rule.chain) == 1 for rule in candidates):
            self._known[names, style] = found
        return found

    def _add_rule(self, selectors: str, said: tuple[tuple[str, str, bool], ...], when: int) -> None:
        for selector in selectors.split(",")[:50]:
            chain = _chain_of(selector)
            if chain is None or self._count >= _MOST_RULES:
                self.paints = self.paints or any(name.startswith("background") for name, _, _ in said)
                continue
            self._count += 1
            names = [name for compound in chain for name in compound]
            ids, classes = (sum(name[0] == sign for name in names) for sign in "#.")
            rank = (ids, classes, len(names) - ids - classes, self._count)
            # Kept under its rarest name, so that an element meets few rules that are not for it.
            key = min(chain[-1] or {"*"}, key=lambda name: "#.".find(name[0]) % 3)
            self._rules.setdefault(key, []).append(_Rule(chain, rank, said, when))

    def _candidates(self, names: frozenset[str]) -> list[_Rule]:
        if self._looks > _MOST_LOOKS:
            return []
        found = [rule for name in (*names, "*") for rule in self._rules.get(name, ())]
        self._looks += len(found)
        return found

    def _meets(self, rule: _Rule, names: frozenset[str], around: Sequence[frozenset[str]]) -> bool:
        if not rule.chain[-1] <= names:
            return False
        wanted = len(rule.chain) - 2
        for outer in reversed(around) if wanted >= 0 else ():
            self._looks += 1
            if self._looks > _MOST_LOOKS:
                return False
            if rule.chain[wanted] <= outer:
                wanted -= 1
                if wanted < 0:
                    break
        return wanted < 0


def names_of(tag: str, attributes: Mapping[str, str]) -> frozenset[str]:
    """Return what selectors call an element."""
    classes = attributes.get("class", "").lower().split(None, _MOST_CLASSES)[:_MOST_CLASSES]
    name = attributes.get("id", "").strip().lower()
    return frozenset((tag, *(f".{one}" for one in classes), *((f"#{name}",) if name else ())))


def _cascade(rules: Iterable[_Rule], own: Iterable[tuple[str, str, bool]], *, most: int) -> Declarations:
    found: dict[str, str] = {}
    firm: set[str] = set()
    said = [entry for rule in rules if rule.when <= most for entry in rule.said]
    for name, value, is_important in (*said, *own):
        if is_important or name not in firm:
            found[name] = value
        if is_important:
            firm.add(name)
    return found


def _entries(body: str) -> list[tuple[str, str, bool]]:
    """Return the declarations of a block in order: name, value, whether it is "!important"."""
    found = []
    for piece in _clean(body).split(";"):
        name, colon, value = piece.partition(":")
        if colon:
            bare = _IMPORTANT.sub("", value).strip()
            found.append((name.strip(), bare, bare != value.strip()))
    return found


def _blocks(css: str, outer: int) -> Iterable[tuple[str, str, int]]:
    """Yield each rule: its selectors, its declarations, and when it holds."""
    levels = [outer]
    start, selectors = 0, None
    for brace in _BRACES.finditer(css):
        words = css[start : brace.start()]
        start = brace.end()
        if brace[0] == "{":
            head = words.rpartition(";")[2].strip()
            if head.startswith("@") and not head.startswith(("@font-face", "@page", "@list")):
                levels.append(max(levels[-1], _level_of(head)))
            else:
                selectors = head
        elif selectors is not None:
            yield selectors, words, levels[-1]
            selectors = None
        elif len(levels) > 1:
            levels.pop()


def _level_of(head: str) -> int:
    if head.startswith("@media"):
        return _level_of_media(head[6:])
    if head.startswith("@layer"):
        return _ALWAYS
    return _SOMETIMES if head.startswith(("@supports", "@container")) else _NEVER


def _level_of_media(words: str) -> int:
    kinds = [kind.strip() for kind in words.split(",")]
    if any(not kind or _SCREEN.fullmatch(kind) for kind in kinds):
        return _ALWAYS
    return _NEVER if all(_PAPER.match(kind) for kind in kinds) else _SOMETIMES


def _chain_of(selector: str) -> tuple[frozenset[str], ...] | None:
    """Return a selector's compounds, None if it is none of the simple ones."""
    words = selector.replace(">", " ").split()
    if not 0 < len(words) < 9 or not all(_COMPOUND.fullmatch(word) for word in words):
        return None
    return tuple(frozenset(_NAME.findall(word)) for word in words)


def _clean(css: str) -> str:
    """Return the text without comments, the marks that hid it from old browsers, and escapes."""
    if "\\" in css:
        css = _ESCAPED.sub(lambda found: chr(min(int(found[1], 16), 0xFFFF)) if found[1] else found[2], css)
    pieces, start = [], 0
    while (begin := css.find("/*", start)) >= 0:
        pieces.append(css[start:begin])
        end = css.find("*/", begin + 2)
        start = end + 2 if end >= 0 else len(css)
    return "".join((*pieces, css[start:])).replace("<!--", " ").replace("-->", " ")
