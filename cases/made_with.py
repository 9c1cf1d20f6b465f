"""Name what a signed letter was made with: Putright's own version, its words', its procedures' and its layout's."""

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version

from cases.desk import desk_council
from cases.letter_case import case_of_letter
from cases.letter_files import files_to_attach
from cases.models import Letter, TeamMember
from letters.draft import Draft
from letters.layout_check import load_layout

NOT_INSTALLED = "from source"
SIGNED_AS = "signed_as"


def versions_of(letter: Letter, draft: Draft) -> dict[str, object]:
    """Return the versions that a letter is signed under, as its row keeps them."""
    return {
        "putright": putright_version(),
        "words": draft.template_version,
        "procedures": dict(_procedures(letter)),
        "layout": load_layout(desk_council().letters.home).digest,
        "attached": files_to_attach(),
    }


def name_of_signer(signer: TeamMember) -> dict[str, object]:
    """Return the name and the role a letter is signed with, as its row keeps them: both may change before it leaves."""
    return {SIGNED_AS: [signer.full_name, signer.get_role_display()]}


def signed_as(letter: Letter, signer: TeamMember) -> tuple[str, str]:
    """Return the name and the role that a signed letter bears; today's for one signed before they were kept."""
    name, role = letter.made_with.get(SIGNED_AS) or (signer.full_name, signer.get_role_display())
    return str(name), str(role)


def putright_version() -> str:
    """Return the version of Putright that runs here."""
    try:
        return version("putright")
    except PackageNotFoundError:
        return NOT_INSTALLED


def _procedures(letter: Letter) -> Mapping[str, str]:
    """Return the version of each procedure that the letter speaks of, as it was in force on the day of receipt."""
    return {procedure.id: procedure.version for procedure in case_of_letter(letter).procedures}
