"""Read plain text and tables of separated values, in whatever charset they were written."""

import csv
import io
import math
from itertools import islice

from ingest.charset import clean_text, decode_text
from ingest.documents.charset_guess import charset_of
from ingest.documents.document import DocumentText, Source
from ingest.documents.surroundings import is_time_up
from ingest.message import Problem, ProblemCode

# csv refuses longer fields of its own accord; a pasted letter in one cell is longer.
csv.field_size_limit(10_000_000)
_SEPARATORS = ",;\t|"
_SAMPLE_LETTERS = 8_192
_ROWS_BETWEEN_LOOKS = 1_000


def read_text(source: Source) -> DocumentText:
    """Return a text file's words."""
    text, problems = decoded(source)
    return as_text(source, text, problems)


def read_csv(source: Source) -> DocumentText:
    """Return a table file's rows, cells separated by ``|``, in order."""
    text, problems = decoded(source)
    separator, text = _separator(text)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    limit = source.limits.csv_rows
    lines: list[str] = []
    try:
        for number, row in enumerate(islice(rows, limit)):
            if number % _ROWS_BETWEEN_LOOKS == 0 and is_time_up():
                words = "Reading the table took too long; the rows that stand here were read. Open it for the rest."
                problems = (*problems, source.problem(ProblemCode.UNFINISHED, words))
                break
            lines.append(" | ".join(" ".join(cell.split()) for cell in row))
        else:
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


def decoded(source: Source, charset: str | None = None) -> tuple[str, tuple[Problem, ...]]:
    """Return a text file's letters, and the problem if they had to be guessed badly.

    ``charset`` is what the file itself names. Letters beyond what is kept are not read.
    """
    data = source.data[: 8 * source.limits.document_characters]
    guess = charset_of(data)
    if guess is None or charset is not None:
        wide = guess if guess and guess.startswith("utf-") and guess != "utf-8-sig" else None
        if wide is None:
            text, problem = decode_text(data, charset or "windows-1252")
            unread = () if problem is None else (source.problem(problem.code, problem.words, unread=problem.unread),)
            return text, unread
        guess = wide
    text = clean_text(data.decode(guess, "replace"))
    lost = text.count("\ufffd")
    if lost * 50 > len(text):
        words = "Some letters could not be read; they are shown as \ufffd."
        return text, (source.problem(ProblemCode.CHARSET, words, unread=True),)
    return text, ()


def _separator(text: str) -> tuple[str, str]:
    """Return what separates the cells, and the rows; Excel says it in a line of its own if it is no comma."""
    head, _, rest = text.partition("\n")
    if head.strip().lower().startswith("sep=") and len(head.strip()) in {4, 5}:
        return (head.strip()[4:] or "\t"), rest
    sample = text[:_SAMPLE_LETTERS]
    quoteless = "".join(sample.split('"')[0::2])
    return max(_SEPARATORS, key=lambda sign: _evenness(quoteless, sign)), text


def _evenness(sample: str, sign: str) -> float:
    """Return how much like a table a sample is if cells end with a sign: the same number of cells in many rows."""
    counts = [line.count(sign) for line in sample.split("\n")[:50] if line.strip()]
    if not counts or not max(counts):
        return 0.0
    most = max(set(counts), key=lambda count: (counts.count(count) * (count > 0), count))
    return float(counts.count(most) / len(counts) * math.sqrt(min(most, 50)))
