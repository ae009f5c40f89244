"""The address under which older notebooks import what is now in `fazhi_metrics.measures`."""

from fazhi_metrics.measures import *  # noqa: F403
