"""The commands say what they did, and what is wrong, in plain words; what they print is the product's public face."""

import contextlib
import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases.models import Mail, TeamMember
from tests.cases.stories import a_mail


def _call(*arguments: str, **options: object) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def mail_file(tmp_path):
    path = tmp_path / "mail.eml"
    path.write_bytes(a_mail())
    return path


def test_assess_explains_one_mail_without_a_database(mail_file):
    said = _call("assess", str(mail_file))
    assert "Kind: complaint." in said
    assert "statutory" in said
    assert "Acknowledge: by Monday 9 March 2026" in said


def test_assess_answers_many_messages_one_a_line(tmp_path):
    row = {
        "id": "one",
        "subject": "Visits",
        "from": "Joan Ashby <joan@mailbox.example>",
        "received": "2026-03-02T09:31:00+00:00",
        "body": "My son's social worker has not visited since Christmas. I want to know why nobody comes.",
    }
    given, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    given.write_text(json.dumps(row) + "\n\n" + json.dumps(row | {"id": "two", "body": ""}) + "\n")
    _call("assess", "--jsonl", str(given), "--out", str(out))
    first, second = (json.loads(line) for line in out.read_text().splitlines())
    assert set(first) == {
        "id", "kind", "routes", "reasons", "stage", "flags", "confidence", "doubts", "evidence",
    }  # fmt: skip
    assert (first["id"], first["kind"], first["routes"], first["stage"]) == ("one", "complaint", ["statutory"], 1)
    assert 0 <= first["confidence"] <= 1
    assert all(row["body"][e["start"] : e["end"]] == e["quote"] for e in first["evidence"] if e["where"] == "body")
    assert second["id"] == "two"


@pytest.mark.parametrize(
    ("line", "words"),
    [('{"id": "one"}', "line 1: not a message"), ("not json", "line 1: not a message")],
    ids=["no body", "no JSON"],
)
def test_assess_names_the_line_that_is_no_message(tmp_path, line, words):
    (tmp_path / "in.jsonl").write_text(line)
    with pytest.raises(CommandError, match=words):
        _call("assess", "--jsonl", str(tmp_path / "in.jsonl"), "--out", str(tmp_path / "out.jsonl"))


@pytest.mark.parametrize("arguments", [[], ["a.eml", "--jsonl", "b"], ["--jsonl", "b"]], ids=["none", "both", "no out"])
def test_assess_wants_one_thing_or_the_other(arguments):
    with pytest.raises(CommandError, match=r"Give one \.eml file"):
        _call("assess", *arguments)


def test_assess_of_an_unknown_council_names_those_known(mail_file):
    with pytest.raises(CommandError, match="brackenshire"):
        _call("assess", str(mail_file), "--council", "atlantis")


@pytest.mark.django_db
class TestImport:
    """Old mail comes in from a folder."""

    def test_a_folder_is_imported_and_summed_up(self, mail_file):
        said = json.loads(_call("import_mail", str(mail_file.parent), "--json"))
        assert said["mails"] == 1
        assert Mail.objects.count() == 1
        again = json.loads(_call("import_mail", str(mail_file.parent), "--json"))
        assert again["mails"] == 0

    def test_the_summary_is_readable(self, mail_file):
        assert _call("import_mail", str(mail_file.parent)).startswith("1 mails: 0 cases")

    def test_a_path_that_is_not_there_is_named(self, tmp_path):
        with pytest.raises(CommandError, match="is not there"):
            _call("import_mail", str(tmp_path / "gone"))


@pytest.mark.django_db
class TestMembers:
    """Accounts of the team."""

    def test_somebody_gets_an_account(self, monkeypatch):
        monkeypatch.setattr("sys.stdin", io.StringIO("heron-under-the-bridge\n"))
        assert "Priya Raman can sign in as priya" in _call("add_member", "priya", "--name", "Priya Raman")
        member = TeamMember.objects.get(username="priya")
        assert member.check_password("heron-under-the-bridge")
        assert (member.full_name, member.may_decide, member.may_sign) == ("Priya Raman", True, False)

    def test_a_short_password_is_refused(self, monkeypatch):
        monkeypatch.setattr("sys.stdin", io.StringIO("heron\n"))
        with pytest.raises(CommandError, match="at least 12"):
            _call("add_member", "priya", "--name", "Priya Raman")
        assert not TeamMember.objects.exists()

    def test_a_name_is_given_once(self, monkeypatch):
        monkeypatch.setattr("sys.stdin", io.StringIO("heron-under-the-bridge\n" * 2))
        _call("add_member", "priya", "--name", "Priya Raman")
        with pytest.raises(CommandError, match="already"):
            _call("add_member", "priya", "--name", "Priya Raman")


@pytest.mark.django_db
class TestCheck:
    """``putright check`` looks at everything Putright rests on."""

    def _found(self) -> dict[str, tuple[str, str]]:
        out = io.StringIO()
        with contextlib.suppress(CommandError):
            call_command("check", "--json", stdout=out)
        return {row["what"]: (row["state"], row["words"]) for row in json.loads(out.getvalue())}

    def test_what_is_well_is_said_to_be(self):
        found = self._found()
        for what in ("packs", "database", "queue", "sandbox", "scans", "classifier", "templates", "layout"):
            assert found[what][0] == "fine", found[what]

    def test_what_is_not_set_yet_is_no_fault(self):
        found = self._found()
        assert (found["mailbox"][0], found["post"][0], found["team"][0]) == ("look", "look", "look")

    def test_a_mailbox_that_is_not_there_is_wrong(self, settings, tmp_path):
        settings.PUTRIGHT_MAILBOXES = tmp_path / "mailboxes.toml"
        settings.PUTRIGHT_MAILBOXES.write_text('[[mailbox]]\nname = "scans"\nkind = "folder"\npath = "/nowhere"\n')
        assert self._found()["mailbox scans"][0] == "wrong"

    @pytest.mark.parametrize(
        ("days", "state"), [(40, None), (20, "look"), (-1, "wrong")], ids=["far off", "soon", "past"]
    )
    def test_the_end_of_a_mailboxes_secret_is_said_in_time(self, settings, tmp_path, monkeypatch, days, state):
        monkeypatch.setenv("PASSWORD", "open")
        settings.PUTRIGHT_MAILBOXES = tmp_path / "mailboxes.toml"
        ends = timezone.localdate() + timedelta(days=days)
        settings.PUTRIGHT_MAILBOXES.write_text(
            '[[mailbox]]\nname = "complaints"\nkind = "imap"\nhost = "127.0.0.1"\nport = 9\nusername = "team"\n'
            f'security = "none"\npassword_env = "PASSWORD"\nsecret_expires = {ends.isoformat()}\n'
        )
        found = self._found()
        assert found.get("mailbox complaints", (None, ""))[0] == state
        assert found["mailbox complaints INBOX"][0] == "wrong"

    def test_a_mailbox_nobody_would_be_told_about_is_worth_a_look(self, settings, tmp_path):
        settings.PUTRIGHT_MAILBOXES = tmp_path / "mailboxes.toml"
        settings.PUTRIGHT_MAILBOXES.write_text(f'[[mailbox]]\nname = "scans"\nkind = "folder"\npath = "{tmp_path}"\n')
        assert self._found()["administrator"][0] == "look"
        settings.PUTRIGHT_ADMINISTRATOR = "it@council.example"
        assert "administrator" not in self._found()

    def test_faults_of_the_file_of_mailboxes_are_each_named(self, settings, tmp_path):
        settings.PUTRIGHT_MAILBOXES = tmp_path / "mailboxes.toml"
        settings.PUTRIGHT_MAILBOXES.write_text('[[mailbox]]\nname = "a"\nkind = "pigeon"\n')
        state, words = self._found()["mailbox"]
        assert (state, "kind must be" in words) == ("wrong", True)

    def test_a_mail_server_nobody_answers_at_is_wrong(self, settings):
        settings.PUTRIGHT_SMTP_URL = "smtp://127.0.0.1:9"
        assert self._found()["post"][0] == "wrong"

    def test_anything_wrong_makes_it_fail(self, settings):
        settings.PUTRIGHT_SMTP_URL = "smtp://127.0.0.1:9"
        with pytest.raises(CommandError, match="must be put right"):
            call_command("check", stdout=io.StringIO())
