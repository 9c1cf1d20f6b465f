"""Read how text messages leave: one gateway, by https, to a host that is allowed, its secret never in the file.

A gateway of the usual kind takes a POST with a body made from a template. GOV.UK Notify, which many councils have,
takes a token signed for each call: ``kind = "notify"``.

Source: GOV.UK Notify REST API documentation (send a text message; API keys; JSON web tokens), recalled, not read:
``putright safety --test-call`` shows whether it holds.
"""

import json
import ssl
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from string import Template
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from config.toml_tables import Faults, Table

NOTIFY_URL: Final = "https://api.notifications.service.gov.uk/v2/notifications/sms"
JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"
UUID: Final = 36


class GatewayKind(StrEnum):
    """How a gateway is spoken to."""

    POST = "post"
    NOTIFY = "notify"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """Hold one gateway. ``body`` holds $to and $text; ``template_id``, ``service_id`` and ``key`` are Notify's."""

    kind: GatewayKind
    url: str
    body: str = ""
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    template_id: str = ""
    service_id: str = field(default="", repr=False)
    key: str = field(default="", repr=False)
    ca_file: str = ""


def load_gateway(file: Path, environment: Mapping[str, str], *, hosts: Collection[str]) -> Gateway | None:
    """Return the gateway a file names, None if there is no file.

    Raises: ConfigError naming every fault; no secret stands in it.
    """
    if not file.exists():
        return None
    faults, values = Faults(), {}
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        faults.add(file.name, "file", f"cannot be read: {error}", "correct it or take it away")
        faults.raise_if_any()
    table = Table(values, file=file.name, path="", faults=faults)
    gateway = _gateway(table, environment, hosts)
    table.finish()
    faults.raise_if_any()
    return gateway


def _gateway(table: Table, environment: Mapping[str, str], hosts: Collection[str]) -> Gateway:
    kind = table.choice("kind", GatewayKind, default=GatewayKind.POST)
    is_notify = kind is GatewayKind.NOTIFY
    url = table.text("url", default=NOTIFY_URL if is_notify else None)
    _check_url(table, url, hosts)
    ca_file = table.text("ca_file", default="")
    _check_certificates(table, ca_file)
    if is_notify:
        secret = _secret(table, "api_key", environment)
        # A key is "<its name>-<the service's id>-<the secret>", both of them 36 characters long.
        name, service, key = secret[: -2 * UUID - 2], secret[-2 * UUID - 1 : -UUID - 1], secret[-UUID:]
        if secret and not (name and len(service) == UUID):
            table.fault("api_key_env", "holds no key of Notify", "take the whole key, with its name in front")
        template_id = table.text("template_id")
        return Gateway(kind=kind, url=url, ca_file=ca_file, template_id=template_id, service_id=service, key=key)
    body, content_type = table.text("body"), table.text("content_type", default=JSON)
    _check_body(table, body, content_type)
    headers = _headers(table, environment)
    return Gateway(kind=kind, url=url, ca_file=ca_file, body=body, content_type=content_type, headers=headers)


def _check_url(table: Table, url: str, hosts: Collection[str]) -> None:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        table.fault("url", "is no address", "write the whole address, beginning with https://")
        return
    if parts.scheme != "https" or not host or parts.username or parts.password or parts.fragment:
        table.fault("url", "is no plain https address", "write it as https://host/path, without a name or password")
    elif host not in hosts:
        known = ", ".join(sorted(hosts)) or "none"
        table.fault("url", f"names {host!r}", f"add the host to PUTRIGHT_TEXT_HOSTS; allowed are {known}")


def _check_certificates(table: Table, ca_file: str) -> None:
    if not ca_file:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=ca_file)
    except (OSError, ValueError):
        table.fault("ca_file", "cannot be read, or holds no certificate", "name a PEM file that this user can read")


def _check_body(table: Table, body: str, content_type: str) -> None:
    if content_type not in {JSON, FORM}:
        table.fault("content_type", f"is {content_type!r}", f"write {JSON} or {FORM}")
    if not table.is_sound("body"):
        return
    try:
        filled = Template(body).substitute(to="TO-HERE", text="TEXT-HERE")
    except (KeyError, ValueError):
        table.fault("body", "has a $ that stands for nothing", "write $to and $text; a $ of its own is written $$")
        return
    if "TO-HERE" not in filled or "TEXT-HERE" not in filled:
        table.fault("body", "lacks $to or $text", 'write both, as {"to": "$to", "message": "$text"}')
    if content_type == JSON:
        try:
            json.loads(filled)
        except ValueError:
            table.fault("body", "is no JSON once it is filled in", 'write it as {"to": "$to", "message": "$text"}')


def _headers(table: Table, environment: Mapping[str, str]) -> Mapping[str, str]:
    inner, found = table.table("headers"), {}
    for name in inner.keys() if inner else ():
        own = inner.table(name) if inner else None
        if own:
            found[name] = own.text("prefix", default="") + _secret(own, "value", environment)
            own.finish()
        if any(mark in found.get(name, "") + name for mark in "\r\n\0"):
            table.fault("headers", f"{name!r} has a line break in it", "write each header on one line")
    if inner:
        inner.finish()
    return MappingProxyType(found)


def _secret(table: Table, key: str, environment: Mapping[str, str]) -> str:
    """Return what is written under a key, in the environment variable it names, or in the file it names."""
    if table.has(f"{key}_env"):
        name = table.text(f"{key}_env")
        if not environment.get(name):
            table.fault(f"{key}_env", f"names {name}, which is not set", "set it")
        return environment.get(name, "").strip()
    if table.has(f"{key}_file"):
        try:
            return Path(table.text(f"{key}_file")).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            table.fault(f"{key}_file", "cannot be read", "name a file that this user can read")
            return ""
    if key == "value":
        return table.text(key)
    table.fault(f"{key}_env", "is missing", f"name the environment variable or the file ({key}_file) that holds it")
    return ""
