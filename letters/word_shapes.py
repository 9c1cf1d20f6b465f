"""Find what in a council's own words is not of the kind it must be: a text, a list of texts, a sentence, a row."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from classify.labels import Reason
from letters.draft import Origin


def find_shape_faults(table: Mapping[str, Any], *, is_reasons: bool) -> Iterator[str]:
    """Yield what of a table is not of the kind it must be, with its cure; keys nobody knows are found elsewhere."""
    if is_reasons:
        yield from (f"{key}: is no reason; use one of {', '.join(Reason)}" for key in table.keys() - set(Reason))
        yield from _wrong(table, {str(reason): _is_table_of_texts for reason in Reason}, "")
        return
    yield from _wrong(table, LETTER_SHAPE, "")
    for name in ("paragraph", "ask"):
        rows = table.get(name, [])
        for number, row in enumerate(rows if _is_list_of_tables(rows) else [], start=1):
            where = f"{name} {row.get('key', number)}: "
            if not row.get("key"):
                yield f"{where}key: is missing; say which {name} this is"
            yield from _wrong(row, PARAGRAPH_SHAPE if name == "paragraph" else ASK_SHAPE, where)


def _wrong(table: Mapping[str, Any], shape: Mapping[str, Callable[[Any], bool]], where: str) -> Iterator[str]:
    for key, value in table.items():
        if key in shape and not shape[key](value):
            yield f"{where}{key}: {CURES[shape[key]]}"


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_list_of_rows(value: Any) -> bool:
    return isinstance(value, list) and all(_is_list_of_texts(row) for row in value)


def _is_list_of_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _is_table_of_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _is_list_of_sentences(value: Any) -> bool:
    return _is_list_of_tables(value) and all(
        _is_text(one.get("text")) and _is_list_of_texts(one.get("when", [])) for one in value
    )


def _is_origin(value: Any) -> bool:
    return value in set(Origin)


def _is_list_of_choices(value: Any) -> bool:
    return _is_list_of_tables(value) and all(_is_text(one.get("code")) and _is_text(one.get("words")) for one in value)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


CURES: Final[Mapping[Callable[[Any], bool], str]] = {
    _is_text: "write some text in quotation marks",
    _is_list_of_texts: 'write a list of texts, as ["first", "second"]',
    _is_list_of_rows: 'write a list of rows, as [["Question", "Answer"], ["Your name", ""]]',
    _is_list_of_tables: "write it as [[paragraph]] or [[ask]], once for each",
    _is_table_of_texts: 'write a table of texts, as why = "…"',
    _is_list_of_sentences: 'write a list of sentences, as [{ text = "…", when = ["…"] }]',
    _is_origin: f"write one of {', '.join(Origin)}",
    _is_list_of_choices: 'write a list, as [{ code = "…", words = "…" }]',
    _is_flag: "write true or false",
    _is_number: "write a whole number, 1 or more",
}
LETTER_SHAPE: Final[Mapping[str, Callable[[Any], bool]]] = {
    "name": _is_text,
    "subject": _is_text,
    "offered": _is_list_of_texts,
    "paragraphs": _is_list_of_texts,
    "titles": _is_table_of_texts,
    "paragraph": _is_list_of_tables,
    "ask": _is_list_of_tables,
}
PARAGRAPH_SHAPE: Final[Mapping[str, Callable[[Any], bool]]] = {
    "key": _is_text,
    "title": _is_text,
    "origin": _is_origin,
    "when": _is_list_of_texts,
    "each": _is_text,
    "points": _is_text,
    "rows": _is_text,
    "table": _is_list_of_rows,
    "satisfies": _is_list_of_texts,
    "sentences": _is_list_of_sentences,
    "from_checklist": _is_flag,
}
ASK_SHAPE: Final[Mapping[str, Callable[[Any], bool]]] = {
    "key": _is_text,
    "label": _is_text,
    "hint": _is_text,
    "kind": _is_text,
    "needed": _is_flag,
    "choices": _is_list_of_choices,
    "most": _is_number,
}
