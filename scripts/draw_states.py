#!/usr/bin/env python3
"""Draw the tables of states as docs/states.md; run it after changing ``cases/states.py``."""

import inspect
import sys
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cases import states  # noqa: E402 - the project is put on the path first

TABLES: tuple[tuple[str, type[StrEnum], Mapping[Any, Any]], ...] = (
    ("A mail", states.MailState, states.MAIL_MOVES),
    ("A case", states.CaseState, states.CASE_MOVES),
    ("A matter", states.MatterState, states.MATTER_MOVES),
    ("Something to do", states.TaskState, states.TASK_MOVES),
    ("A person's behaviour", states.BehaviourState, states.BEHAVIOUR_MOVES),
    ("A letter", states.LetterState, states.LETTER_MOVES),
    ("A sign of danger", states.AlertState, states.ALERT_MOVES),
)


def page() -> str:
    """Return the whole page."""
    return "\n".join(["# States", "", "Drawn from `cases/states.py` by `scripts/draw_states.py`.", *_sections()])


def _sections() -> Iterable[str]:
    for title, enum, moves in TABLES:
        yield from ("", f"## {title}", "", inspect.cleandoc(enum.__doc__ or ""), "", "```mermaid", "stateDiagram-v2")
        yield f"    [*] --> {next(iter(enum))}"
        yield from (f"    {old} --> {new}" for old in enum for new in enum if new in moves[old])
        yield from (f"    {state} --> [*]" for state in enum if not moves[state])
        yield "```"
    yield ""


if __name__ == "__main__":
    (ROOT / "docs" / "states.md").write_text(page(), encoding="utf-8")
