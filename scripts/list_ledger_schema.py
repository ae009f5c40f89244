"""Write fazhi_metrics/ledgers/ledger.schema.json, by which editors complete a ledger file, from the loader itself."""

from pathlib import Path

from fazhi_metrics.ledgers.schema import FILE, schema_text

PAGE = Path(__file__).parents[1] / "fazhi_metrics" / "ledgers" / FILE

if __name__ == "__main__":
    PAGE.write_text(schema_text(), encoding="utf-8")
    print(PAGE.name)
