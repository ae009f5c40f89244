"""An entry added to a file that people edit leaves what they wrote."""

import tomllib

import pytest

from fazhi_metrics.declared import value_text, with_entry
from fazhi_metrics.errors import ReportError

ENTRY = {"cell": '甲"乙\\丙\n.xlsx!C7', "after": 12, "key": {"case_no": "1"}, "处": 0.5}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# 说明\n",
        "# 说明\n[[corrections]]\nafter  =  1 # 甲\n# 尾",
        "corrections = [\n  { after = 1 }, # 甲\n]\n",
        "corrections = []\nother = 1\n",
    ],
)
def test_an_entry_is_added_and_every_remark_stays(text):
    grown = with_entry(text, "corrections", ENTRY, "甲.toml")
    before = tomllib.loads(text).get("corrections", [])
    assert tomllib.loads(grown) == {**tomllib.loads(text), "corrections": [*before, ENTRY]}
    remarks = [part for part in text.split("\n") if "#" in part]
    assert [part for part in remarks if part in grown] == remarks


def test_a_text_that_is_no_toml_is_not_added_to():
    with pytest.raises(ReportError, match=r"甲.toml 第1行"):
        with_entry("[a", "corrections", ENTRY, "甲.toml", ReportError)


@pytest.mark.parametrize(
    "value", ["镇", '"\\\n\t\x7f', True, 3, -0.5, ["a", 1], {"一 二": [1], "b": {"c": "d"}}]
)
def test_a_written_value_reads_as_itself(value):
    assert tomllib.loads(f"k = {value_text(value)}")["k"] == value
