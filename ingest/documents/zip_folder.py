"""Read a zip folder: each file in it as a document, under its own name."""

import zipfile

from ingest.documents.document import DocumentText, Source
from ingest.documents.office_zip import FAULTS, BombError, OfficeZip
from ingest.documents.pages import PageText, join_pages
from ingest.message import Problem, ProblemCode

# Files a person would send in one folder. More is an archive, for a person to choose from.
_MOST_FILES = 50
_SYSTEM_FILES = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_LOCKED = "The zip folder is locked with a password: ask the sender for the password or for an open copy."
_DAMAGED = "The zip folder is damaged: ask the sender to send it again."


def read_zip(source: Source) -> DocumentText:
    """Return the words of the files in a zip folder, each under its name."""
    pages: list[PageText] = []
    problems: list[Problem] = []
    try:
        archive = OfficeZip(source.data, source.limits)
        if archive.is_locked:
            return source.unread(ProblemCode.PASSWORD, _LOCKED)
        names = [name for name in archive.names if not name.endswith("/") and not _is_system_file(name)]
        for name in names[:_MOST_FILES]:
            found = source.open_inside(name, "", archive.part(name))
            heading = f"{name}:\n"
            if found.text:
                unclear = tuple((start + len(heading), end + len(heading)) for start, end in found.unclear)
                pages.append(PageText(text=heading + found.text, confidence=found.confidence or 0.0, unclear=unclear))
            problems += [source.problem(p.code, f"{name}: {p.words}", unread=p.unread) for p in found.problems]
    except BombError as error:
        return source.unread(ProblemCode.TOO_LARGE, f"The zip folder was not opened: {error}. It may be an attack.")
    except (*FAULTS, zipfile.LargeZipFile, NotImplementedError):
        return source.unread(ProblemCode.DAMAGED, _DAMAGED)
    if len(names) > _MOST_FILES:
        words = f"The zip folder holds {len(names):,} files; only the first {_MOST_FILES} were read."
        problems.append(source.problem(ProblemCode.TOO_MANY, words))
    if not names:
        problems.append(source.problem(ProblemCode.EMPTY, "The zip folder is empty: ask the sender to send it again."))
    joined = join_pages(source, pages, ())
    return DocumentText(
        media_type=source.media_type,
        text=joined.text,
        confidence=joined.confidence,
        unclear=joined.unclear,
        problems=tuple(problems),
    )


def _is_system_file(name: str) -> bool:
    return name.startswith(_SYSTEM_FILES[0]) or name.rpartition("/")[2] in _SYSTEM_FILES
