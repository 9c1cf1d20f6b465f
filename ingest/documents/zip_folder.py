"""Read a zip folder: each file in it as a document, under its own name."""

from ingest.documents.document import DocumentText, Source
from ingest.documents.gather import Gathering
from ingest.documents.office_zip import FAULTS, BombError, OfficeZip
from ingest.documents.zip_list import Member
from ingest.message import ProblemCode

_SYSTEM_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
# A chat sent with all its pictures: the words are read first, in case the time runs out over the pictures.
_PICTURES = (
    ".jpg",
    ".jpeg",
    ".png",
    ".heic",
    ".webp",
    ".gif",
    ".tif",
    ".tiff",
    ".bmp",
    ".mp4",
    ".opus",
    ".mov",
    ".m4a",
)
_NAMES_SHOWN = 10


def read_zip(source: Source) -> DocumentText:
    """Return the words of the files in a zip folder, each under its name."""
    gathering = Gathering(source, "zip folder")
    try:
        archive = OfficeZip(source.data, source.limits)
    except FAULTS:
        gathering.note_damage()
        return gathering.document()
    members = [member for member in archive.members if not member.is_folder and not _is_system_file(member.name)]
    _note_locked(gathering, [member.name for member in members if member.is_locked])
    for member in sorted(members, key=lambda member: member.name.lower().endswith(_PICTURES)):
        if gathering.is_over():
            break
        if not member.is_locked:
            _open_member(gathering, archive, member)
    if archive.is_damaged:
        gathering.note_damage()
    if archive.has_more:
        words = f"The zip folder holds over {source.limits.zip_members:,} files; only the first were looked at."
        gathering.note(ProblemCode.TOO_MANY, words)
    if not members:
        gathering.note(ProblemCode.EMPTY, "The zip folder is empty: ask the sender to send it again.")
    return gathering.document()


def _note_locked(gathering: Gathering, names: list[str]) -> None:
    if not names:
        return
    shown = ", ".join(names[:_NAMES_SHOWN]) + (" and others" if len(names) > _NAMES_SHOWN else "")
    words = f"Locked with a password in the zip folder: {shown}. Ask the sender for the password or for open copies."
    gathering.note(ProblemCode.PASSWORD, words)


def _open_member(gathering: Gathering, archive: OfficeZip, member: Member) -> None:
    pieces: list[bytes] = []
    try:
        pieces.extend(archive.pieces_of(member))
    except BombError as error:
        gathering.note_bomb(error)
        gathering.open_start(member.name, b"".join(pieces))
        return
    except NotImplementedError as error:
        words = (
            f"{member.name} could not be unpacked: {error}. A person must unpack it, or ask the sender for the file."
        )
        gathering.note(ProblemCode.NO_READER, words)
        return
    except FAULTS:
        words = f"{member.name} is damaged in the zip folder; only what could still be read stands here."
        gathering.note(ProblemCode.DAMAGED, words)
    if pieces or not member.packed_bytes:
        gathering.open_inside(member.name, b"".join(pieces))


def _is_system_file(name: str) -> bool:
    last = name.rpartition("/")[2].lower()
    return name.startswith("__MACOSX/") or last in _SYSTEM_FILES or last.startswith("._")
