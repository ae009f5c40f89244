"""The workings, figures.xlsx: every figure as a live formula over the ledgers it comes from."""

from fazhi_metrics.publish.workings.write import write_workings

__all__ = ["write_workings"]
