"""A town's project: its fazhi.toml, and how a new one is started."""

from fazhi_metrics.project.settings import Given, Missing, Section, Town, find_town, load_town
from fazhi_metrics.project.start import start_project
from fazhi_metrics.project.villages import Village, VillageKind, spellings

__all__ = [
    "Given",
    "Missing",
    "Section",
    "Town",
    "Village",
    "VillageKind",
    "find_town",
    "load_town",
    "spellings",
    "start_project",
]
