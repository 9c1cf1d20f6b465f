"""Say where a link leads when its words do not: an address to write to, a shared folder, "here"."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

# Words that say nothing of where they lead.
_IDLE = re.compile(
    r"(?:please |just )?(?:click |press |tap |see |read |view |follow |open |download |use )?(?:on )?"
    r"(?:the |this |my |our )?(?:here|link|this|below|attached|attachments?|file|files|folder|document|video|photos?"
    r"|pictures?|recording|evidence|page|website|url|yma|hier|ici|aquí|tutaj)(?: link| now| please)?[.!:»>]*",
    re.IGNORECASE,
)
# Where people put files that are too large for a mail. The words of such a link are mostly the file's name.
_SHARES = (
    *("1drv.ms", "onedrive.live.com", "sharepoint.com", "dropbox.com", "db.tt", "drive.google.com", "docs.google.com"),
    *("photos.google.com", "photos.app.goo.gl", "wetransfer.com", "we.tl", "icloud.com", "mega.nz", "box.com"),
    *("smash.com", "fromsmash.com", "sendgb.com", "mediafire.com", "egress.com"),
)
_LOOKS_LIKE_ADDRESS = re.compile(r"(?:https?://|www\.)\S{3,}|[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}(?:/\S*)?", re.IGNORECASE)
_WRAPPERS = {"safelinks.protection.outlook.com": "url", "urldefense.com": "u", "urldefense.proofpoint.com": "u"}
_NOT_DIGIT = re.compile(r"\D")
# Longer words are no link's name.
LONGEST_WORDS, _LONGEST_ADDRESS = 300, 500


def note_on_link(href: str, words: str) -> str:
    """Return the address to put in brackets behind a link's words, "" where they say enough.

    >>> note_on_link("mailto:dana@ashdown.example?subject=x", "Dana")
    'dana@ashdown.example'
    >>> note_on_link("https://www.larkshire.example/help", "Help for parents")
    ''
    """
    href = re.sub(r"[\t\n\r]", "", href).strip()
    words = " ".join(words.split())
    if not href or len(href) > 20 * _LONGEST_ADDRESS or len(words) > LONGEST_WORDS:
        return ""
    scheme, colon, rest = href.partition(":")
    note = _NOTES.get(scheme.lower(), _nothing)(href, rest, words) if colon else _of_share(href)
    return "" if len(note) > _LONGEST_ADDRESS or (note and note in words) else note


def _nothing(_href: str, _rest: str, _words: str) -> str:
    return ""


def _of_mail(_href: str, rest: str, words: str) -> str:
    address = unquote(rest.partition("?")[0]).strip()
    return "" if address.lower() in words.lower() else address


def _of_phone(_href: str, rest: str, words: str) -> str:
    number = unquote(rest.partition("?")[0].partition(";")[0]).strip()
    # "+44 7700 900123" and "07700 900123" are one number.
    return "" if _NOT_DIGIT.sub("", number)[-9:] in _NOT_DIGIT.sub("", words) else number


def _of_file(href: str, _rest: str, _words: str) -> str:
    return unquote(href)


def _of_share(href: str) -> str:
    return href if href.startswith("\\\\") else ""


def _of_page(href: str, _rest: str, words: str) -> str:
    address = _unwrap(href)
    host = _host(address)
    if not host:
        return ""
    if _LOOKS_LIKE_ADDRESS.fullmatch(words):
        shown = _host(words if "://" in words else f"https://{words}")
        is_same = _bare(shown) == _bare(host) or host.endswith(f".{_bare(shown)}")
        return "" if is_same or "." not in shown else address
    is_share = any(host == share or host.endswith(f".{share}") for share in _SHARES)
    return address if is_share or (words and _IDLE.fullmatch(words)) else ""


_NOTES = {
    "mailto": _of_mail,
    "tel": _of_phone,
    "sms": _of_phone,
    "file": _of_file,
    "smb": _of_file,
    "http": _of_page,
    "https": _of_page,
}


def _unwrap(address: str) -> str:
    """Return the address a gateway wrapped into one of its own."""
    host = _host(address)
    name = next((name for wrapper, name in _WRAPPERS.items() if host.endswith(wrapper)), None)
    if name is None:
        return address
    try:
        inside = parse_qs(urlsplit(address).query, max_num_fields=50).get(name, [""])[0]
    except ValueError:
        return address
    return inside if inside.startswith(("http://", "https://")) else address


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def _bare(host: str) -> str:
    return host.removeprefix("www.")
