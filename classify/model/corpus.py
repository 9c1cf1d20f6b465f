"""Read the training corpus and check it: fields, codes, rules between labels, evidence word for word, unique ids.

``python -m classify.model.corpus`` prints every fault and a count of the labels.
"""

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

from classify.labels import COMPLAINTS, Flag, Kind, Reason, Route, Stage, Subject
from ingest.message import Message
from ingest.parse import message_of_text

LONDON = ZoneInfo("Europe/London")
CORPUS = Path(__file__).parent / "corpus"
FIELDS = ("id", "subject", "from", "received", "body", "labels", "near_miss_for", "unscored", "difficulty", "why")
CODES = frozenset({*Kind, *Route, *Reason, *Flag})
UNDATED = date(2026, 6, 1)
DEVELOPMENT_SHARE = 8
"""One writer in this many is kept for measuring and never trained on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Hold one labelled message; ``subjects`` and ``flags`` give each label's evidence word for word.

    ``near_miss_for`` are the codes its words invite and the rules refuse.
    """

    id: str
    message: Message
    kind: Kind
    stage: Stage | None
    subjects: dict[Subject, tuple[str, ...]]
    flags: dict[Flag, tuple[str, ...]]
    unscored: frozenset[str]
    is_development: bool
    near_miss_for: frozenset[str] = frozenset()
    difficulty: str = ""

    @property
    def written_on(self) -> date:
        """Return the day it was written, in London; of a row without a time, one fixed day."""
        return self.message.sent_at.astimezone(LONDON).date() if self.message.sent_at else UNDATED

    @property
    def has_matters(self) -> bool:
        """Return whether this kind of message holds matters."""
        return self.kind in COMPLAINTS


def read_examples(rows: Iterable[dict[str, Any]]) -> tuple[Example, ...]:
    """Return labelled rows as examples."""
    return tuple(_example(row) for row in rows)


def read_rows(*paths: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of these files, of the whole corpus without any."""
    for path in paths or corpus_files():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def corpus_files() -> tuple[Path, ...]:
    """Return the corpus files in a fixed order."""
    return tuple(sorted(CORPUS.glob("s*.jsonl"), key=lambda path: int(path.stem[1:])))


def corpus_digest() -> str:
    """Return the hash of the corpus, which models are named by."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in corpus_files())).hexdigest()


def message_of(row: dict[str, Any]) -> Message:
    """Return a row as the message the reader would be given."""
    plain = message_of_text(subject=row["subject"], sender=row["from"], body=row["body"])
    received = row.get("received")
    return replace(plain, sent_at=datetime.fromisoformat(received)) if received else plain


def _example(row: dict[str, Any]) -> Example:
    labels = row["labels"]
    return Example(
        id=row["id"],
        message=message_of(row),
        kind=Kind(labels["kind"]),
        stage=Stage(str(labels["stage"])) if labels["stage"] is not None else None,
        subjects={Subject(m["reason"] or m["route"]): tuple(m.get("evidence", ())) for m in labels["matters"]},
        flags=dict(_flag(flag) for flag in labels["flags"]),
        unscored=frozenset(row.get("unscored", row.get("flags_unscored", ()))),
        is_development=crc32(row["from"].encode()) % DEVELOPMENT_SHARE == 0,
        near_miss_for=frozenset(row.get("near_miss_for", row.get("hard_negative_for", ()))),
        difficulty=row.get("difficulty", ""),
    )


def _flag(flag: str | dict[str, Any]) -> tuple[Flag, tuple[str, ...]]:
    return (Flag(flag), ()) if isinstance(flag, str) else (Flag(flag["flag"]), tuple(flag["evidence"]))


def find_faults(row: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with one row, in words."""
    missing = [name for name in FIELDS if name not in row]
    if missing:
        yield f"no {', '.join(missing)}"
        return
    labels, text = row["labels"], f"{row['subject']}\n{row['body']}"
    if not _is_a_time(row["received"]):
        yield f"received {row['received']!r}: write a time with its zone, as 2026-03-03T21:14:00+00:00"
    holds_matters = labels["kind"] in COMPLAINTS
    if labels["kind"] not in set(Kind):
        yield f"kind {labels['kind']}"
    if holds_matters != bool(labels["matters"]):
        yield "matters only and always for complaint and escalation"
    if (labels["stage"] is not None) != holds_matters or labels["stage"] not in (None, 1, 2, 3, "ombudsman"):
        yield f"stage {labels['stage']}"
    for matter in labels["matters"]:
        yield from _matter_faults(matter, text)
    for flag in labels["flags"]:
        if flag["flag"] not in set(Flag):
            yield f"flag {flag['flag']}"
        yield from (f"flag evidence not in text: {words[:40]!r}" for words in flag["evidence"] if words not in text)
    yield from (f"near_miss_for {code}" for code in row["near_miss_for"] if code not in CODES)
    if row["difficulty"] not in {"plain", "hard"}:
        yield f"difficulty {row['difficulty']}"


def _is_a_time(written: object) -> bool:
    try:
        return datetime.fromisoformat(str(written)).tzinfo is not None
    except ValueError:
        return False


def _matter_faults(matter: dict[str, Any], text: str) -> Iterator[str]:
    out_of_scope = matter["route"] == Route.OUT_OF_SCOPE
    if matter["route"] not in set(Route):
        yield f"route {matter['route']}"
    if out_of_scope != (matter["reason"] is not None) or (out_of_scope and matter["reason"] not in set(Reason)):
        yield f"reason {matter['reason']} with route {matter['route']}"
    if not matter["evidence"]:
        yield "matter without evidence"
    yield from (f"evidence not in text: {words[:40]!r}" for words in matter["evidence"] if words not in text)


def check_corpus(rows: Iterable[dict[str, Any]]) -> list[str]:
    """Return every fault of these rows as "id: fault", ids used twice among them."""
    seen: Counter[str] = Counter()
    faults: list[str] = []
    for row in rows:
        name = row.get("id", "?")
        seen[name] += 1
        faults += [f"{name}: {fault}" for fault in find_faults(row)]
    return faults + [f"{name}: id used {times} times" for name, times in seen.items() if times > 1]


def main() -> int:
    """Print the faults and the counts; 1 if there is a fault."""
    rows = list(read_rows())
    faults = check_corpus(rows)
    counts = Counter(
        [f"kind {row['labels']['kind']}" for row in rows]
        + [f"subject {m['reason'] or m['route']}" for row in rows for m in row["labels"]["matters"]]
        + [f"flag {flag['flag']}" for row in rows for flag in row["labels"]["flags"]]
    )
    lines = [*faults, *(f"{number:5d}  {label}" for label, number in counts.most_common())]
    sys.stdout.write("\n".join([*lines, f"{len(rows)} rows, {len(faults)} faults", ""]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
