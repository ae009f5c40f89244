import json
import math

import pytest

from fazhi_metrics.measures import FIGURES
from fazhi_metrics.publish import write_figures_json, write_json


def test_every_figure_is_written_in_order_with_its_parts(sample_project, tmp_path):
    figures = sample_project.figures(2025)
    path = write_figures_json(figures, tmp_path / "outputs" / "figures.json")
    read = json.loads(path.read_text(encoding="utf-8"))
    assert [each["id"] for each in read] == list(FIGURES)
    keys = {
        "id",
        "title",
        "value",
        "unit",
        "year",
        "wording",
        "definition",
        "numerator",
        "denominator",
        "cells",
        "status",
        "status_title",
        "low",
        "high",
        "reasons",
        "as_of",
        "months",
    }
    assert all(set(each) == keys for each in read)
    values = {each["id"]: each["value"] for each in read}
    assert (values["forest_area"], values["resident_population"]) == (58670.24, 22018)
    assert "58670.24," in path.read_text(encoding="utf-8")
    again = write_figures_json(figures, tmp_path / "again.json")
    assert again.read_bytes() == path.read_bytes()


def test_chinese_stays_readable_and_a_number_json_lacks_is_refused(tmp_path):
    assert "常住人口" in write_json({"名": "常住人口"}, tmp_path / "a.json").read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_json([math.nan], tmp_path / "b.json")
    assert not (tmp_path / "b.json").exists()
