"""A town's project: its fazhi.toml, and how a new one is started."""

from fazhi_metrics.project.settings import Town, Village, find_town, load_town, spellings
from fazhi_metrics.project.start import start_project

__all__ = ["Town", "Village", "find_town", "load_town", "spellings", "start_project"]
