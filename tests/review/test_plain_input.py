"""What no database can hold is taken out of a form before anybody's words are lost over it."""

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import reverse

from cases.models import Conflict
from review.plain_input import PlainInputMiddleware
from tests.cases.stories import a_case


def _seen(request):
    """Return the request as a view gets it."""
    PlainInputMiddleware(lambda _: None).process_view(request, None, (), {})
    return request


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        pytest.param({"why": "They know\x00 the family."}, {"why": ["They know the family."]}, id="in the words"),
        pytest.param({"w\x00hy": "So."}, {"why": ["So."]}, id="in a field's name"),
        pytest.param({"case": ["1\x00", "2"]}, {"case": ["1", "2"]}, id="in one of many values"),
        pytest.param({"why": "\x00"}, {"why": [""]}, id="nothing else"),
        pytest.param({"why": "Line\none\ttab é"}, {"why": ["Line\none\ttab é"]}, id="what people do type stays"),
    ],
)
def test_a_view_gets_its_fields_without_it(sent, kept):
    request = _seen(RequestFactory().post("/find", sent))
    assert dict(request.POST.lists()) == kept
    assert dict(_seen(RequestFactory().get("/", sent)).GET.lists()) == kept


def test_fields_without_it_are_left_as_they_are():
    request = RequestFactory().post("/find?a=1", {"find": "Ashby"})
    fields, query = request.POST, request.GET
    seen = _seen(request)
    assert seen.POST is fields
    assert seen.GET is query


def test_the_fields_can_be_changed_no_more_than_before():
    request = _seen(RequestFactory().post("/find", {"find": "a\x00"}))
    with pytest.raises(AttributeError, match="immutable"):
        request.POST["find"] = "b"
    assert isinstance(request.POST, QueryDict)


@pytest.mark.django_db
def test_a_person_s_words_are_kept_all_the_same(desk, colleague):
    case = a_case()
    why = {"about": colleague.pk, "why": "They know\x00 the family."}
    assert desk.post(reverse("review:case-shut", args=[case.pk]), why).status_code == 302
    assert Conflict.objects.get(case=case, member=colleague).why == "They know the family."


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["\x00", "Ash\x00by"])
def test_a_search_for_it_finds_what_is_there(desk, words):
    assert desk.post(reverse("review:find"), {"find": words}).status_code == 200
