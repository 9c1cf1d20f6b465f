"""Get the tokens that open a mailbox without a password: Microsoft 365's, for an app of the council's own.

The token is kept in memory only. Neither token nor secret is in any message, error or ``repr``. This module talks to
the authority over HTTPS (certificates checked) or starts the administrator's command, and knows nothing of IMAP.
"""

import re
import subprocess
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Protocol
from urllib.parse import urlsplit

import msal
import requests

from ingest.mailboxes.mailbox import MailboxError, MailboxTrouble

MICROSOFT_HOSTS = frozenset(
    {
        "login.microsoftonline.com",
        "login.microsoftonline.us",
        "login.partner.microsoftonline.cn",
        "login.chinacloudapi.cn",
        "login.microsoft.com",
        "login.windows.net",
    }
)
"""The authorities that take a tenant behind their address; any other is asked by OpenID discovery."""
ANSWER_SECONDS = 20
COMMAND_SECONDS = 30
LONGEST_TOKEN = 20_000
_PEM_BLOCK = re.compile(r"-----BEGIN ([A-Z ]+)-----.*?-----END \1-----", re.DOTALL)
_CODE = re.compile(r"AADSTS(\d{4,8})")
_CURES = {
    "7000222": "The app's secret has run out. Make a new one in the app's registration, and give it to Putright.",
    "7000215": "The app's secret is wrong. Give its value, not its id.",
    "700016": "The authority does not know the app. Check client_id and tenant.",
    "90002": "The authority does not know the tenant. Check tenant.",
    "900023": "The authority does not know the tenant. Check tenant.",
    "700027": "The app's certificate is not the one registered, or has run out. Register the one in certificate_file.",
    "7000112": "The app has been switched off in the tenant. Have it switched on.",
    "700024": "The certificate's signature is out of date. Set this machine's clock.",
    "53003": "A rule of the tenant (conditional access) forbids this sign-in. Ask those who run the tenant.",
    "1002012": "The scope is not one an app may ask for. Leave it out, or let it end in /.default.",
    "70011": "The scope is not known. Leave it out, or let it end in /.default.",
}
_USUAL_CURE = "Check tenant, client_id and the secret or certificate, and that an administrator has agreed to the app."


class TokenSource(Protocol):
    """Give tokens for one login."""

    def token(self, *, fresh: bool = False) -> str:
        """Return a token that holds now; ``fresh``: not the one kept, which was just refused.

        Raises: MailboxError.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AppLogin:
    """Say how an app of the council's own signs in: as itself, without any person (client credentials).

    Either ``secret`` or ``certificate`` (PEM: private key and certificate in one) is given. ``authority`` is the
    address without the tenant; another than Microsoft's is given whole. ``ca_file`` is "" for the machine's own list.
    """

    tenant: str
    client_id: str
    secret: str = field(default="", repr=False)
    certificate: str = field(default="", repr=False)
    authority: str = "https://login.microsoftonline.com"
    scope: str = "https://outlook.office365.com/.default"
    ca_file: str = ""


class AppTokens:
    """Get an app's tokens; each is kept until shortly before it ends, and shared by every folder that needs it.

    Source: Microsoft, "Authenticate an IMAP, POP or SMTP connection using OAuth", client credentials flow; RFC 6749
    section 4.4.
    """

    def __init__(self, login: AppLogin) -> None:
        self._login, self._lock = login, Lock()
        self._app: msal.ConfidentialClientApplication | None = None

    def token(self, *, fresh: bool = False) -> str:
        """Return a token that holds now."""
        with self._lock:
            try:
                app = self._open_app()
                if fresh:
                    app.remove_tokens_for_client()
                answer = app.acquire_token_for_client(scopes=[self._login.scope])
            except requests.exceptions.SSLError:
                raise self._trouble(MailboxTrouble.NOT_TRUSTED, "shows a certificate that is not trusted") from None
            except (requests.HTTPError, msal.exceptions.MsalError):
                words = "cannot serve now. It is asked again"
                raise self._trouble(MailboxTrouble.UNREACHABLE, words) from None
            except requests.RequestException:
                raise self._trouble(MailboxTrouble.UNREACHABLE, "cannot be reached") from None
            except (ValueError, KeyError, TypeError, RuntimeError):
                # The library's own words may repeat an address with the tenant, or an answer of the authority.
                words = "gives no answer that makes sense. Check authority and tenant"
                raise self._trouble(MailboxTrouble.TOKEN_REFUSED, words) from None
        if isinstance(token := answer.get("access_token"), str):
            return token
        raise _refused(self._host(), answer)

    def _open_app(self) -> msal.ConfidentialClientApplication:
        if self._app is None:
            is_microsoft = self._host() in MICROSOFT_HOSTS
            address = self._login.authority.rstrip("/")
            where = {"authority": f"{address}/{self._login.tenant}"} if is_microsoft else {"oidc_authority": address}
            self._app = msal.ConfidentialClientApplication(
                self._login.client_id,
                client_credential=self._credential(),
                http_client=_Https(self._login.ca_file),
                **where,
            )
        return self._app

    def _credential(self) -> Any:
        if not self._login.certificate:
            return self._login.secret
        return certificate_credential(self._login.certificate)

    def _host(self) -> str:
        return urlsplit(self._login.authority).hostname or ""

    def _trouble(self, trouble: MailboxTrouble, words: str) -> MailboxError:
        return MailboxError(trouble, f"The authority {self._host()}, which gives the mailbox's tokens, {words}.")


class _Https:
    """Ask the authority, never longer than its time; an authority of our own goes before one of the environment."""

    def __init__(self, ca_file: str) -> None:
        self._session = requests.Session()
        self._asked = {"timeout": ANSWER_SECONDS, "verify": ca_file or True}

    def get(self, url: str, **words: Any) -> requests.Response:
        return self._session.get(url, **(words | self._asked))

    def post(self, url: str, **words: Any) -> requests.Response:
        return self._session.post(url, **(words | self._asked))

    def close(self) -> None:
        self._session.close()


@dataclass(frozen=True, slots=True)
class CommandTokens:
    """Get tokens from a command of the administrator's, for whatever else gives tokens; it prints one and ends."""

    command: tuple[str, ...] = field(repr=False)

    def token(self, *, fresh: bool = False) -> str:  # noqa: ARG002 - the command is asked each time
        """Return what the command prints."""
        try:
            done = subprocess.run(  # noqa: S603 - the administrator's own command, from their own file
                self.command, capture_output=True, timeout=COMMAND_SECONDS, check=False, stdin=subprocess.DEVNULL
            )
        except (OSError, subprocess.SubprocessError):
            words = "The command that gives the mailbox's token (token_command) could not be run to its end."
            raise MailboxError(MailboxTrouble.TOKEN_REFUSED, f"{words} Try it by hand.") from None
        token = done.stdout.decode("ascii", "replace").strip()
        if done.returncode or not token or len(token) > LONGEST_TOKEN or re.search(r"[^\x21-\x7e]", token):
            words = f"The command that gives the mailbox's token (token_command) ended with {done.returncode}"
            raise MailboxError(MailboxTrouble.TOKEN_REFUSED, f"{words} and no token. Try it by hand.")
        return token


def certificate_credential(pem: str) -> dict[str, str]:
    """Return a certificate as the library takes it: the key apart from the certificates.

    Raises: ValueError if the PEM holds no certificate or no private key.
    """
    blocks = [(found[1], found[0]) for found in _PEM_BLOCK.finditer(pem)]
    keys = [text for name, text in blocks if name.endswith("PRIVATE KEY")]
    certificates = [text for name, text in blocks if name == "CERTIFICATE"]
    if not keys or not certificates:
        raise ValueError("no certificate and private key in the PEM")
    return {"private_key": keys[0], "public_certificate": "\n".join(certificates)}


def _refused(host: str, answer: dict[str, Any]) -> MailboxError:
    """Return the error for an authority that gives no token, with the cure; of its answer only a number is repeated."""
    said = str(answer.get("error_description", ""))
    numbers = [str(code) for code in answer.get("error_codes") or ()] + _CODE.findall(said)
    code = next((number for number in numbers if number in _CURES), next(iter(numbers), ""))
    cure = _CURES.get(code, _USUAL_CURE)
    shown = f" (AADSTS{code})" if code.isdigit() else ""
    if str(answer.get("error", "")) in {"temporarily_unavailable", "server_error"}:
        words = (
            f"The authority {host}, which gives the mailbox's tokens, cannot serve us now{shown}. It is asked again."
        )
        return MailboxError(MailboxTrouble.UNREACHABLE, words)
    words = f"The authority {host} refused to give a token for the mailbox{shown}. {cure}"
    return MailboxError(MailboxTrouble.TOKEN_REFUSED, words)
