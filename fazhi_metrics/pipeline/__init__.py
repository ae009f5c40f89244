"""The main job, end to end: clean, recompute, draw, run the notebooks, audit the report."""

from fazhi_metrics.pipeline.job import Done, draw_charts, run_report

__all__ = ["Done", "draw_charts", "run_report"]
