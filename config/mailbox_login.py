"""Read how a mailbox is opened without a password: by an app of the council's own, or a command that gives tokens."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from cryptography.x509 import load_pem_x509_certificate

from config.mailbox_rows import Row

APP_KEYS = (
    "tenant",
    "client_id",
    "client_secret_env",
    "client_secret_file",
    "certificate_file",
    "authority",
    "authority_ca_file",
    "scope",
)
SIGN_IN_KEYS = (*APP_KEYS, "token_command")
MICROSOFT = "https://login.microsoftonline.com"
OUTLOOK = "https://outlook.office365.com/.default"
_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Say how tokens are got: from ``command`` if it is given, else by the app, with its secret or its certificate.

    ``ends_on`` is when the certificate ends, None for a secret, whose end nobody can read off it.
    """

    tenant: str = ""
    client_id: str = ""
    secret: str = field(default="", repr=False)
    certificate: str = field(default="", repr=False)
    authority: str = MICROSOFT
    authority_ca_file: str = ""
    scope: str = OUTLOOK
    command: tuple[str, ...] = field(default=(), repr=False)
    ends_on: date | None = None


def read_sign_in(row: Row, environment: Mapping[str, str]) -> SignIn | None:
    """Return how the row's tokens are got, None if it names a password or nothing."""
    has_app, has_command = any(key in row.values for key in APP_KEYS), "token_command" in row.values
    has_password = any(key in row.values for key in ("password_env", "password_file"))
    if has_app + has_command + has_password > 1:
        row.fault("give one way to sign in: a password, an app (client_id), or a token_command.")
    if has_command:
        return SignIn(command=row.texts("token_command"))
    return _app(row, environment) if has_app else None


def _app(row: Row, environment: Mapping[str, str]) -> SignIn:
    authority = row.text("authority", MICROSOFT)
    row.need(("tenant", "client_id") if authority == MICROSOFT else ("client_id",))
    if not authority.startswith("https://"):
        row.fault("authority must begin with https://.")
    secret = row.secret("client_secret", environment, needed=False)
    certificate = row.file("certificate_file", path) if (path := row.text("certificate_file")) else ""
    ends_on = _end_of(row, certificate) if certificate else None
    has_secret = "client_secret_env" in row.values or "client_secret_file" in row.values
    if has_secret == ("certificate_file" in row.values):
        row.fault("give the app either a secret (client_secret_env, client_secret_file) or a certificate_file.")
    return SignIn(
        tenant=row.text("tenant"),
        client_id=row.text("client_id"),
        secret=secret,
        certificate=certificate,
        authority=authority,
        authority_ca_file=row.text("authority_ca_file"),
        scope=row.text("scope", OUTLOOK),
        ends_on=ends_on,
    )


def _end_of(row: Row, pem: str) -> date | None:
    """Return the last whole day on which the certificate holds."""
    if "PRIVATE KEY-----" not in pem:
        row.fault("certificate_file must hold the certificate and its private key, both as PEM.")
    found = _CERTIFICATE.search(pem)
    try:
        return load_pem_x509_certificate(found[0].encode()).not_valid_after_utc.date() if found else None
    except ValueError:
        row.fault("certificate_file holds a certificate that cannot be read. Make it anew, as PEM.")
        return None
