"""One town's project in a notebook: clean, load, measure, draw, trace, audit."""

from fazhi_metrics.workbench.asked import Asked
from fazhi_metrics.workbench.ledger import Ledger
from fazhi_metrics.workbench.project import Project, open_project

__all__ = ["Asked", "Ledger", "Project", "open_project"]
