"""Show the procedures as they are in force: ``python -m config [ID ...]``, every value with its source.

With ``--packs FOLDER`` a council's own packs are read too; all their faults are printed, each with its cure.
"""

import argparse
import sys
from datetime import date
from pathlib import Path

from config.packs import find_faults, load_procedures
from config.procedure_words import procedure_lines


def main(arguments: list[str] | None = None) -> int:
    """Print the procedures asked for; return 0, or 1 if a pack has a fault or an id is not known."""
    options = _parser().parse_args(arguments)
    if faults := find_faults(options.packs):
        print("\n".join((f"{len(faults)} fault(s):", *faults)), file=sys.stderr)
        return 1
    procedures = load_procedures(options.packs)
    unknown = sorted(set(options.ids) - set(procedures))
    if unknown:
        print(f"No procedure {', '.join(unknown)}: name one of {', '.join(sorted(procedures))}", file=sys.stderr)
        return 1
    for id_ in options.ids or sorted(procedures):
        versions = (procedures.on(options.on)[id_],) if options.on else procedures.versions(id_)
        for version in versions:
            print("\n".join(procedure_lines(version)), end="\n\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m config", description="Show procedures with the source of each value."
    )
    parser.add_argument("ids", nargs="*", metavar="ID", help="a procedure's id, as devon_children (default: all)")
    parser.add_argument("--on", type=date.fromisoformat, metavar="ISO", help="only the version in force on this day")
    parser.add_argument("--packs", type=Path, metavar="FOLDER", help="the council's own packs, as PUTRIGHT_PACKS names")
    return parser


if __name__ == "__main__":
    sys.exit(main())
