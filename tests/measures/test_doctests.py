"""The examples in the docstrings are true."""

import doctest
import importlib

import pytest

MODULES = ("measures.exact", "measures.figure", "measures.intervals", "measures.words")


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_are_true(name):
    found = doctest.testmod(importlib.import_module(f"fazhi_metrics.{name}"))
    assert found.attempted
    assert not found.failed
