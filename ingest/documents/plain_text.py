"""Read plain text, HTML pages and tables of comma-separated values."""

import csv
import io
from itertools import islice

from ingest.charset import charset_in_html, decode_text
from ingest.documents.document import DocumentText, Source
from ingest.html_text import html_to_text, say_hidden
from ingest.message import Problem, ProblemCode

# csv refuses longer fields of its own accord; a pasted letter in one cell is longer.
csv.field_size_limit(10_000_000)


def read_text(source: Source) -> DocumentText:
    """Return a text file's words."""
    text, problems = _decode(source, None)
    return as_text(source, text, problems)


def read_html(source: Source) -> DocumentText:
    """Return the words an HTML page shows."""
    markup, problems = _decode(source, charset_in_html(source.data))
    page = html_to_text(markup, most_letters=source.limits.document_characters)
    if page.hidden:
        problems = (*problems, source.problem(ProblemCode.HIDDEN_TEXT, say_hidden(page), unread=False))
    if page.is_unfinished:
        words = "The page took too long to read; the rest of its words were not read. A person should open it."
        problems = (*problems, source.problem(ProblemCode.UNFINISHED, words))
    return as_text(source, page.text, problems)


def read_csv(source: Source) -> DocumentText:
    """Return a table file's rows, cells separated by ``|``, in order."""
    text, problems = _decode(source, None)
    sample = text[:4096]
    separator = max(",;\t", key=sample.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    limit = source.limits.csv_rows
    try:
        lines = [" | ".join(cell.strip() for cell in row) for row in islice(rows, limit)]
        if next(rows, None) is not None:
            words = f"The table has over {limit:,} rows; only these were read. A person should open the rest."
            problems = (*problems, source.problem(ProblemCode.TOO_MANY, words))
    except csv.Error:
        return as_text(source, text, problems)
    return as_text(source, "\n".join(lines), problems)


def as_text(source: Source, text: str, problems: tuple[Problem, ...] = ()) -> DocumentText:
    """Return words read as text, cut at the limit, and said to be empty where there are none."""
    limit = source.limits.document_characters
    text = text.strip()
    if len(text) > limit:
        words = f"The document has over {limit:,} characters; only these were read. A person should open the rest."
        text, problems = text[:limit], (*problems, source.problem(ProblemCode.TOO_LARGE, words))
    if not text and not any(problem.unread for problem in problems):
        words = "The document holds no words: open it, and ask the sender whether this is the right file."
        problems = (*problems, source.problem(ProblemCode.EMPTY, words))
    confidence = 1.0 if text else None
    return DocumentText(media_type=source.media_type, text=text, confidence=confidence, problems=problems)


def _decode(source: Source, charset: str | None) -> tuple[str, tuple[Problem, ...]]:
    # Files carry no charset of their own; what is not UTF-8 on a British machine is windows-1252.
    text, problem = decode_text(source.data, charset or "windows-1252")
    return text, () if problem is None else (source.problem(problem.code, problem.words, unread=problem.unread),)
