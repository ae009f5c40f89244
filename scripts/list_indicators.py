"""Write docs/indicators.md, the page that lists every indicator, from the catalogue itself."""

from pathlib import Path

from fazhi_metrics import INDICATORS
from fazhi_metrics.measures.cards import catalogue_markdown

PAGE = Path(__file__).parents[1] / "docs" / "indicators.md"

if __name__ == "__main__":
    PAGE.write_text(catalogue_markdown(INDICATORS.values()), encoding="utf-8")
    print(f"{PAGE.name}：{len(INDICATORS)} 项指标")
