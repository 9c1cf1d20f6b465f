"""The examples in the docstrings are true."""

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize(
    "name",
    [
        "routing.clocks.extensions",
        "routing.clocks.states",
        "routing.count",
        "routing.names",
        "routing.reference",
        "routing.resemblance",
        "routing.rule",
        "routing.rules.other_body",
        "routing.sureness",
    ],
)
def test_the_examples_of_a_module_run(name):
    result = doctest.testmod(import_module(name))
    assert result.attempted > 0
    assert result.failed == 0
