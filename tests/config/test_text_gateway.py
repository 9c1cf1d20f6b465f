"""A text message leaves by https to a host that is allowed, and no secret stands in the file or in a fault."""

import pytest

from config.text_gateway import NOTIFY_URL, load_gateway
from config.toml_tables import ConfigError

HOSTS = {"sms.council.example", "api.notifications.service.gov.uk"}
GOOD = {"url": "https://sms.council.example/v1/send", "body": '{"to": "$to", "message": "$text"}'}
SERVICE, KEY = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
ENVIRONMENT = {"SMS_KEY": "very-secret", "NOTIFY_KEY": f"my_key-{SERVICE}-{KEY}"}


@pytest.fixture
def load(tmp_path):
    def write(words="", **rows):
        file = tmp_path / "text_gateway.toml"
        lines = [f"{key} = '{value}'" for key, value in rows.items()]
        file.write_text("\n".join([*lines, words]), encoding="utf-8")
        return load_gateway(file, ENVIRONMENT, hosts=HOSTS)

    return write


def test_without_a_file_there_is_no_gateway(tmp_path):
    assert load_gateway(tmp_path / "none.toml", {}, hosts=HOSTS) is None


def test_a_header_may_take_its_secret_from_the_environment_and_shows_it_nowhere(load):
    gateway = load('[headers]\nAuthorization = { value_env = "SMS_KEY", prefix = "Bearer " }', **GOOD)
    assert gateway.headers == {"Authorization": "Bearer very-secret"}
    assert "very-secret" not in repr(gateway)


def test_a_secret_may_stand_in_a_file_of_its_own(load, tmp_path):
    (tmp_path / "key").write_text("from-a-file\n", encoding="utf-8")
    gateway = load(f'[headers]\nX-Key = {{ value_file = "{tmp_path / "key"}" }}', **GOOD)
    assert gateway.headers == {"X-Key": "from-a-file"}


def test_notify_needs_its_key_and_a_template_only(load):
    gateway = load(kind="notify", api_key_env="NOTIFY_KEY", template_id="t-1")
    assert (gateway.url, gateway.service_id, gateway.key, gateway.template_id) == (NOTIFY_URL, SERVICE, KEY, "t-1")
    assert KEY not in repr(gateway)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        pytest.param({"url": "http://sms.council.example/"}, "https", id="not encrypted"),
        pytest.param({"url": "https://elsewhere.example/"}, "PUTRIGHT_TEXT_HOSTS", id="a host that is not allowed"),
        pytest.param({"url": "https://me:pw@sms.council.example/"}, "password", id="a password in the address"),
        pytest.param({"url": "https://sms.council.example:x/"}, "no address", id="a port that is none"),
        pytest.param({"url": "https://sms.council.example@evil.example/"}, "https address", id="a host in disguise"),
        pytest.param({"body": '{"to": "$to"}'}, "lacks", id="no words in the body"),
        pytest.param({"body": '{"message": "$text"}'}, "lacks", id="no number in the body"),
        pytest.param({"body": '{"to": "$to", "m": "$text", "from": "$sender"}'}, r"\$", id="a mark for nothing"),
        pytest.param({"body": "to=$to&text=$text"}, "JSON", id="a form sent as JSON"),
        pytest.param({"content_type": "text/plain"}, "content_type", id="a kind of body nobody knows"),
        pytest.param({"ca_file": "/nowhere/ca.pem"}, "ca_file", id="a file of certificates that is not there"),
        pytest.param({"ca_file": "/dev/null"}, "ca_file", id="a file without a certificate"),
        pytest.param({"kind": "pigeon"}, "kind", id="a kind of gateway nobody knows"),
    ],
)
def test_a_fault_is_named(load, rows, said):
    with pytest.raises(ConfigError, match=said):
        load(**(GOOD | rows))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param('[headers]\nX-Key = { value_env = "NOT_SET" }', "NOT_SET", id="a variable that is not set"),
        pytest.param(
            '[headers]\nX-Key = { value_file = "/none/key" }', "cannot be read", id="a file that is not there"
        ),
        pytest.param(
            '[headers]\nX-Key = { value = "a\\r\\nHost: evil.example" }', "line break", id="a header in a header"
        ),
    ],
)
def test_a_header_that_cannot_stand_is_named(load, words, said):
    with pytest.raises(ConfigError, match=said):
        load(words, **GOOD)


def test_a_form_is_a_body_too(load):
    assert load(**(GOOD | {"body": "to=$to&text=$text", "content_type": "application/x-www-form-urlencoded"})).body
