import doctest
from base64 import b64decode
from hashlib import sha256

from fazhi_metrics.publish.page import policy as module
from fazhi_metrics.publish.page.policy import policy


def test_the_examples_hold():
    assert doctest.testmod(module).failed == 0


def test_a_script_is_named_by_its_digest():
    said = policy(["a = 1"], ["b {}"])
    [digest] = [
        part.split("'sha256-")[1].rstrip("'") for part in said.split("; ") if part.startswith("script-src")
    ]
    assert b64decode(digest) == sha256(b"a = 1").digest()
    assert "unsafe" not in said


def test_styles_may_be_left_open_but_never_scripts():
    said = policy(["a = 1"], None)
    assert said.count("unsafe-inline") == 1
    assert "style-src 'unsafe-inline'" in said
