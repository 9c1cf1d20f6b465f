"""Whoever changes, removes, adds, moves or cuts off anything of the records is found, and named in plain words."""

import contextlib
import json
import shutil
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from cases import blobs, events
from cases.audit import seals, told
from cases.models import Case, Event, Letter, Mail, Seal
from cases.services import letters
from tests.cases.stories import a_case, written
from tests.factories import make_member

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.PUTRIGHT_HOME, settings.PUTRIGHT_SEALS = tmp_path / "home", ""


@pytest.fixture
def case():
    return a_case()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "seals").mkdir()
    return tmp_path / "seals"


def _verify(**options):
    """Return what the command says, and whether it found everything in order."""
    out = StringIO()
    try:
        call_command("verify", stdout=out, **options)
    except CommandError as error:
        return f"{out.getvalue()}{error}", False
    return out.getvalue(), True


def _add(case, *verbs):
    with transaction.atomic():
        return [events.record_for_case(verb, case, facts={"n": number}) for number, verb in enumerate(verbs)]


def _seal(folder=None):
    made = seals.seal(timezone.now() + LATER)
    if folder:
        told.write_seals(folder)
    return made


def _rewrite(chain, first):
    """Give every link from one on the digests that fit, as somebody would who knows how they are made."""
    before = Event.objects.filter(chain=chain, number__lt=first).order_by("-number").first()
    digest = before.digest if before else ""
    for event in Event.objects.filter(chain=chain, number__gte=first).order_by("number"):
        event.before = digest
        digest = event.digest = events.digest_of_event(event)
        event.save()


def test_what_nobody_touched_is_whole(case, folder):
    _seal(folder)
    said, is_whole = _verify(seals=str(folder))
    assert is_whole, said
    assert "everything is as it was written" in said
    assert "Seal 1 of" in said


class TestChains:
    @pytest.mark.parametrize(
        ("field", "value"),
        [
            pytest.param("verb", "case_filed", id="another verb"),
            pytest.param("facts", {"n": 9}, id="other facts"),
            pytest.param("at", timezone.now() - timedelta(days=400), id="another day"),
        ],
    )
    def test_a_changed_event(self, case, field, value):
        event = _add(case, "case_read", "case_assigned", "case_read")[1]
        Event.objects.filter(pk=event.pk).update(**{field: value})
        said, is_whole = _verify()
        assert not is_whole
        assert f"case:{case.pk}: event {event.number} (" in said
        assert "it was changed afterwards" in said

    def test_an_event_taken_out(self, case):
        event = _add(case, "case_read", "case_assigned", "case_read")[1]
        event.delete()
        said, is_whole = _verify()
        assert not is_whole
        assert f"case:{case.pk}: event {event.number} is missing" in said

    def test_an_event_put_in(self, case):
        first = _add(case, "case_read", "case_read", "case_read")[0]
        Event.objects.filter(chain=first.chain, number=first.number + 2).update(number=first.number + 3)
        Event.objects.filter(chain=first.chain, number=first.number + 1).update(number=first.number + 2)
        forged = Event(chain=first.chain, number=first.number + 1, at=first.at, verb="case_read", case=case)
        forged.before = first.digest
        forged.digest = events.digest_of_event(forged)
        forged.save()
        said, is_whole = _verify()
        assert not is_whole
        assert f"case:{case.pk}: event {first.number + 2} (" in said

    def test_two_events_in_each_others_place(self, case):
        one, two, _ = _add(case, "case_read", "case_assigned", "case_read")
        Event.objects.filter(pk=one.pk).update(number=10_000)
        Event.objects.filter(pk=two.pk).update(number=one.number)
        Event.objects.filter(pk=one.pk).update(number=two.number)
        said, is_whole = _verify()
        assert not is_whole
        assert f"case:{case.pk}: event {one.number} (case_assigned" in said

    def test_an_event_moved_to_another_case(self, case):
        other = a_case("I want to complain that my daughter's review was cancelled twice without a word to us.")
        event = _add(case, "case_read", "letter_sent")[-1]
        last = Event.objects.filter(chain=f"case:{other.pk}").count()
        Event.objects.filter(pk=event.pk).update(chain=f"case:{other.pk}", number=last + 1)
        said, is_whole = _verify()
        assert not is_whole
        assert f"case:{other.pk}: event {last + 1} (letter_sent" in said
        assert "is about another case" in said

    def test_a_chain_of_a_case_that_is_not_there(self):
        with transaction.atomic():
            events.record("case_read", chain="case:987")
        said, is_whole = _verify()
        assert not is_whole
        assert "case:987: there is no such case" in said

    def test_an_event_that_names_a_letter_that_is_not_there(self, case):
        with transaction.atomic():
            events.record_for_case("letter_changed", case, facts={"letter": 4711})
        said, is_whole = _verify()
        assert not is_whole
        assert "names letter 4711, which is not there" in said

    def test_one_chain_alone(self, case):
        other = a_case("I want to complain that my daughter's review was cancelled twice without a word to us.")
        Event.objects.filter(chain=f"case:{other.pk}", number=1).update(verb="case_filed")
        assert _verify(chain=f"case:{case.pk}")[1]
        assert not _verify(chain=f"case:{other.pk}")[1]

    def test_a_chain_that_was_never_there_is_no_proof(self):
        said, is_whole = _verify(chain="case:12")
        assert not is_whole
        assert 'There is no chain "case:12"' in said


class TestSeals:
    def test_the_newest_cut_off(self, case):
        _add(case, "case_read", "case_assigned", "case_filed")
        _seal()
        newest = Event.objects.filter(chain=f"case:{case.pk}").order_by("-number")
        number = newest[0].number
        Event.objects.filter(pk__in=[event.pk for event in newest[:2]]).delete()
        said, is_whole = _verify()
        assert not is_whole
        assert f"case:{case.pk}: it went to event {number} when seal 1 was made, and goes to {number - 2} now" in said
        assert "its newest 2 events were cut off" in said

    def test_a_chain_written_anew_from_its_middle(self, case):
        event = _add(case, "case_read", "case_assigned", "case_read")[1]
        _seal()
        Event.objects.filter(pk=event.pk).update(verb="case_filed")
        _rewrite(event.chain, event.number)
        said, is_whole = _verify()
        assert not is_whole
        assert f"case:{case.pk}: its event" in said
        assert "the chain was written anew" in said

    def test_a_chain_taken_out_as_a_whole(self, case):
        _seal()
        Event.objects.filter(chain=f"case:{case.pk}").delete()
        said, is_whole = _verify()
        assert not is_whole
        assert "the whole chain was taken out" in said
        assert f"case:{case.pk}: no event says that it was opened" in said

    def test_a_changed_seal(self, case):
        _seal()
        Seal.objects.update(events=3)
        assert "seal 1: it is not what was written" in _verify()[0]

    def test_a_seal_taken_out(self, case):
        for _ in range(3):
            _add(case, "case_read")
            _seal()
        Seal.objects.filter(number=2).delete()
        said, is_whole = _verify()
        assert not is_whole
        assert "seal 3: the seals 2 to 2 before it are missing" in said

    def test_a_seal_covers_only_what_grew(self, case):
        other = a_case("I want to complain that my daughter's review was cancelled twice without a word to us.")
        first = _seal()
        _add(case, "case_read")
        second = _seal()
        assert {f"case:{case.pk}", f"case:{other.pk}"} <= {head[0] for head in first.heads}
        assert [head[0] for head in second.heads] == [f"case:{case.pk}"]
        assert second.events == first.events + 1

    def test_what_is_not_settled_waits_for_the_next_seal(self, case):
        assert seals.seal(timezone.now()) is None
        assert _seal() is not None

    def test_a_seal_a_day_and_sooner_where_much_happens(self, case, monkeypatch):
        now = timezone.now() + LATER
        assert seals.seal_when_due(now).number == 1
        _add(case, "case_read")
        assert seals.seal_when_due(now + timedelta(hours=20)) is None
        assert seals.seal_when_due(now + timedelta(hours=24)).number == 2
        monkeypatch.setattr(seals, "MOST_EVENTS", 3)
        _add(case, "case_read", "case_read")
        assert seals.seal_when_due(now + timedelta(hours=25)) is None
        _add(case, "case_read")
        assert seals.seal_when_due(now + timedelta(hours=25)).number == 3
        assert seals.seal_when_due(now + timedelta(days=9)) is None


class TestToldOutside:
    """Whoever can change the database can make new seals too; not those that were told."""

    def _forge(self, case, folder):
        _add(case, "case_read", "case_filed")
        _seal(folder)
        newest = Event.objects.filter(chain=f"case:{case.pk}").order_by("-number").first()
        newest.delete()
        Seal.objects.all().delete()
        _seal()
        Seal.objects.update(told_at=timezone.now())
        return newest

    def test_a_history_sealed_anew(self, case, folder):
        newest = self._forge(case, folder)
        assert _verify()[1]
        said, is_whole = _verify(seals=str(folder))
        assert not is_whole
        assert "seal 1 as it was told: the seal of this number in the records is another" in said
        assert f"case:{case.pk}: it went to event {newest.number} when seal 1 as it was told was made" in said

    def test_the_folder_of_the_settings_is_compared_without_asking(self, case, folder, settings):
        self._forge(case, folder)
        settings.PUTRIGHT_SEALS = str(folder)
        assert not _verify()[1]

    def test_an_older_copy_put_back(self, case, folder):
        _seal(folder)
        kept = Event.objects.order_by("-pk").first().pk
        _add(case, "case_read", "case_filed")
        _seal(folder)
        Event.objects.filter(pk__gt=kept).delete()
        Seal.objects.filter(number=2).delete()
        assert _verify()[1]
        said, is_whole = _verify(seals=str(folder))
        assert not is_whole
        assert "seal 2: told on" in said
        assert "an older copy of the records was put back" in said
        assert f"case:{case.pk}: it went to event" in said

    def test_a_file_that_was_changed(self, case, folder):
        _seal(folder)
        path = folder / told.name_of(1)
        path.write_text(json.dumps(json.loads(path.read_text()) | {"events": 1}))
        assert "seal 1 as it was told: the file was changed" in _verify(seals=str(folder))[0]
        path.write_text("{")
        assert "seal 1 as it was told: the file is damaged" in _verify(seals=str(folder))[0]

    @pytest.mark.parametrize("words", ["[]", '"gone"', "7", "null", '{"digest": []}', '{"heads": 1, "digest": ""}'])
    def test_a_file_that_holds_something_else(self, case, folder, words):
        _seal(folder)
        (folder / told.name_of(1)).write_text(words)
        assert "seal 1 as it was told: the file is damaged" in _verify(seals=str(folder))[0]

    def test_a_file_that_is_gone(self, case, folder):
        _seal(folder)
        _add(case, "case_read")
        _seal(folder)
        (folder / told.name_of(1)).unlink()
        assert "seal 1: it was told outside, and is not there any more" in _verify(seals=str(folder))[0]

    def test_a_file_is_never_written_over(self, case, folder):
        (folder / told.name_of(1)).write_text("theirs")
        _seal(folder)
        assert (folder / told.name_of(1)).read_text() == "theirs"

    def test_a_folder_that_is_not_there_loses_nothing(self, case, folder):
        _seal()
        shutil.rmtree(folder)
        with pytest.raises(told.ToldError, match="cannot be written"):
            told.write_seals(folder)
        assert Seal.objects.get().told_at is None
        folder.mkdir()
        assert told.write_seals(folder) == 1
        assert told.write_seals(folder) == 0

    def test_an_empty_folder_is_no_proof(self, case, folder):
        said, is_whole = _verify(seals=str(folder))
        assert not is_whole
        assert "No seals are in" in said

    def test_without_a_folder_the_administrator_is_told_once_a_day(self, case, settings):
        settings.PUTRIGHT_ADMINISTRATOR = "it@brackenshire.example"
        sent = []
        _seal()
        told.tell_seals(lambda subject, text: sent.append((subject, text)))
        _add(case, "case_read")
        _seal()
        told.tell_seals(lambda subject, text: sent.append((subject, text)))
        ((subject, text),) = sent
        assert subject == "Putright: seal 1"
        assert seals.short_words(Seal.objects.get(number=1)) in text
        assert seals.short_words(Seal.objects.get(number=1)) in _verify()[0]

    def test_a_seal_holds_no_word_of_a_case(self, case, folder):
        _seal(folder)
        (path,) = folder.iterdir()
        for words in (case.person_name, case.person_address, case.reference, "Ashby"):
            assert words not in path.read_text()


class TestRows:
    @pytest.fixture
    def sent(self, case):
        letter = written(case, make_member())
        letters.sign(letter_id=letter.pk, version=letter.version, member=make_member(role="manager"))
        return Letter.objects.get(pk=letter.pk)

    def test_a_signed_letter_is_borne_out(self, sent):
        said, is_whole = _verify()
        assert is_whole, said

    def test_a_signed_letter_with_other_words(self, sent):
        sent.draft["paragraphs"][0]["text"] = "You will get nothing."
        sent.save()
        said, is_whole = _verify()
        assert not is_whole
        assert f"case:{sent.case_id}, letter {sent.pk}: its words are not those that were signed" in said

    def test_a_signed_letter_with_another_file(self, sent):
        Letter.objects.filter(pk=sent.pk).update(docx_digest=blobs.put(b"another file"))
        assert "another file than those that were signed" in _verify()[0]

    def test_a_letter_marked_as_sent_that_never_left(self, sent):
        Letter.objects.filter(pk=sent.pk).update(state="sent")
        assert "it is marked as sent, and no event says that it left" in _verify()[0]

    def test_a_mail_whose_bytes_are_gone(self, case):
        mail = case.mails.get()
        blobs._path(mail.digest).unlink()
        said, is_whole = _verify()
        assert not is_whole
        assert f"mail:{mail.pk}: the mail as it arrived: Kept file" in said
        assert _verify(no_bytes=True)[1]

    def test_a_mail_whose_bytes_were_changed(self, case):
        mail = case.mails.get()
        blobs._path(mail.digest).write_bytes(b"From: somebody else")
        assert "is not what was put in" in _verify()[0]

    def test_a_mail_row_that_names_other_bytes(self, case):
        Mail.objects.filter(case=case).update(digest=blobs.put(b"another mail"))
        assert "its row names other bytes than those that arrived" in _verify()[0]

    def test_a_mail_without_history(self, case):
        mail = case.mails.get()
        Event.objects.filter(chain=f"mail:{mail.pk}").delete()
        assert f"mail:{mail.pk}: no event says that it was stored" in _verify()[0]

    @pytest.mark.parametrize(
        "draft",
        [
            pytest.param({}, id="emptied"),
            pytest.param([], id="a list"),
            pytest.param({"paragraphs": 3}, id="a number for its words"),
            pytest.param({"letter": "L99"}, id="a letter that there is not"),
            pytest.param({"recipient": {"name": "Somebody"}}, id="nobody to get it"),
            pytest.param({"written_on": "yesterday"}, id="no day"),
        ],
    )
    def test_a_signed_letter_that_is_none_any_more_is_named_and_the_rest_is_checked_too(self, case, sent, draft):
        Letter.objects.filter(pk=sent.pk).update(draft=sent.draft | draft if draft else draft, docx_digest="")
        said, is_whole = _verify()
        assert not is_whole
        assert f"letter {sent.pk}: its words are not those that were signed" in said
        assert f"letter {sent.pk}: its row names other words or another file" in said

    @pytest.mark.parametrize("facts", [[], ["letter", "digest"], "letter", 7, {"letter": [1]}, {"digest": {}}])
    @pytest.mark.parametrize("verb", ["mail_stored", "letter_signed"])
    def test_an_event_whose_facts_were_made_something_else_is_named(self, sent, verb, facts):
        event = Event.objects.filter(verb=verb).first()
        Event.objects.filter(pk=event.pk).update(facts=facts)
        said, is_whole = _verify()
        assert not is_whole
        assert f"{event.chain}: event {event.number} ({verb}" in said
        assert "it was changed afterwards" in said

    def test_facts_that_are_none_are_named_even_where_the_chain_was_written_anew(self, sent):
        event = Event.objects.filter(verb="letter_signed").get()
        Event.objects.filter(pk=event.pk).update(facts=[])
        _rewrite(event.chain, event.number)
        said, is_whole = _verify()
        assert not is_whole
        assert (
            f"{event.chain}: event {event.number} (letter_signed, {event.at:%Y-%m-%d %H:%M} UTC) holds no facts" in said
        )
        assert f"letter {sent.pk}: no event says that anybody signed it" in said


@pytest.mark.parametrize("heads", [7, [7], [["case:1", 1]], [["case:1", "x", "d"]]])
def test_a_seal_that_covers_nothing_one_can_read(case, heads):
    made = _seal()
    made.heads = heads
    with contextlib.suppress(TypeError):
        made.digest = seals.digest_of_seal(made)
    made.save()
    said, is_whole = _verify()
    assert not is_whole
    assert "seal 1: it is not what was written" in said


def test_nothing_of_anybody_is_printed(case):
    Event.objects.filter(chain=f"case:{case.pk}").update(verb="changed")
    said, _ = _verify()
    for words in (case.person_name, case.person_address, "Ashby", Case.objects.get().gist):
        assert words not in said
