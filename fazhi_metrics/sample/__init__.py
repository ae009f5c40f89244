"""Made-up towns of any size, seeded, typed as offices type them."""

from fazhi_metrics.sample.plan import REFERENCE, YearPlan
from fazhi_metrics.sample.write import write_county, write_raw, write_town

__all__ = ["REFERENCE", "YearPlan", "write_county", "write_raw", "write_town"]
