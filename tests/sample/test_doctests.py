import doctest
import importlib
import pkgutil

import pytest

import fazhi_metrics.sample as room

MODULES = [module.name for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_docstring_hold(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
