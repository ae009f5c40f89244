"""The headline sums of a made-up year, added up from its records before anybody typed them."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from fazhi_metrics.sample.ledgers import appeals, disputes, inspections, matters
from fazhi_metrics.sample.year import TownYear
from fazhi_metrics.sample.yearly import decisions, events, officers, safety_months, sessions, surveys

Sums = dict[str, Any]


def true_sums(year: TownYear) -> dict[str, Sums]:
    """Return the sums of a year by dataset: rows, totals of columns, counts by code; areas as text."""
    return {
        "villages": _villages(year),
        "population": _population(year),
        "disputes": _disputes(year),
        "appeals": _appeals(year),
        "inspections": _inspections(year),
        "grid_matters": _matters(year),
        "safety_months": _safety(year),
        "satisfaction": _satisfaction(year),
        "decisions": _decisions(year),
        "law_study": _study(year),
        "publicity": _publicity(year),
        "enforcement": _enforcement(year),
    }


def _villages(year: TownYear) -> Sums:
    places = year.places
    return {
        "rows": len(places),
        "by_kind": _count(place.kind for place in places),
        "districts": len({place.district for place in places}),
        "micro_grids": sum(place.micro_grids for place in places),
        "farmland": str(sum((place.farmland for place in places), Decimal())),
        "forest": str(sum((place.forest for place in places), Decimal())),
        "folk_sites": sum(place.folk_sites for place in places),
    }


def _population(year: TownYear) -> Sums:
    names = ("registered_households", "registered_population", "resident_households", "resident_population")
    return {
        "rows": len(year.places),
        **{name: sum(getattr(place, name) for place in year.places) for name in names},
    }


def _disputes(year: TownYear) -> Sums:
    found = list(disputes(year))
    resolved = [dispute for dispute in found if dispute.resolved]
    return {
        "rows": len(found),
        "resolved": len(resolved),
        "criminal": sum(dispute.criminal for dispute in found),
        "by_kind": _count(dispute.kind for dispute in found),
        "by_village": _count(dispute.village for dispute in found),
        "by_month": _count(dispute.accepted_on.month for dispute in found),
        "resolved_by_channel": _count(dispute.channel for dispute in resolved),
        "resolved_by_level": _count(dispute.level for dispute in resolved),
        "days_to_resolve": sum((d.closed_on - d.accepted_on).days for d in resolved if d.closed_on),
    }


def _appeals(year: TownYear) -> Sums:
    found = [appeal for centre in year.plan.appeals for appeal in appeals(year, centre)]
    return {
        "rows": len(found),
        "resolved": sum(appeal.resolved for appeal in found),
        "satisfied": sum(appeal.satisfied is True for appeal in found),
        "answered": sum(appeal.satisfied is not None for appeal in found),
        "by_category": _count(appeal.category for appeal in found),
        "by_village": _count(appeal.village for appeal in found),
        "resolved_by_centre": _count(appeal.centre for appeal in found if appeal.resolved),
    }


def _inspections(year: TownYear) -> Sums:
    found = [visit for month in range(1, 13) for visit in inspections(year, month)]
    return {
        "rows": len(found),
        "hazards": sum(visit.hazards for visit in found),
        "serious": sum(visit.serious for visit in found),
        "rectified": sum(visit.rectified for visit in found),
        "closed": sum(visit.closed for visit in found),
        "by_sector": _count(visit.sector for visit in found),
        "by_month": _count(visit.inspected_on.month for visit in found),
    }


def _matters(year: TownYear) -> Sums:
    found = list(matters(year))
    return {
        "rows": len(found),
        "completed": sum(matter.completed for matter in found),
        "departments_called": sum(matter.departments_called for matter in found),
        "by_kind": _count(matter.kind for matter in found),
        "by_village": _count(matter.village for matter in found),
        "by_month": _count(matter.reported_on.month for matter in found),
        "micro_grids": len({matter.micro_grid for matter in found}),
    }


def _safety(year: TownYear) -> Sums:
    names = ("security_cases", "petitions", "accidents", "crime_clues", "turned_criminal")
    months = safety_months(year)
    return {"rows": len(months), **{name: sum(getattr(month, name) for month in months) for name in names}}


def _satisfaction(year: TownYear) -> Sums:
    found = surveys(year)
    return {
        "rows": len(found),
        "valid": sum(survey.valid for survey in found),
        "satisfied": sum(survey.satisfied for survey in found),
    }


def _decisions(year: TownYear) -> Sums:
    found = decisions(year)
    names = ("participation", "expert", "risk", "legality", "collective", "evaluation")
    taken = zip(*(decision.steps for decision in found), strict=True)
    return {"rows": len(found), **{name: sum(steps) for name, steps in zip(names, taken, strict=True)}}


def _study(year: TownYear) -> Sums:
    found = sessions(year)
    return {
        "rows": len(found),
        "due": sum(session.due for session in found),
        "attended": sum(session.attended for session in found),
        "by_platform": _count(session.platform for session in found),
    }


def _publicity(year: TownYear) -> Sums:
    found = events(year)
    return {
        "rows": len(found),
        "audience": sum(event.audience for event in found),
        "materials": sum(event.materials for event in found),
        "by_place_kind": _count(event.place_kind for event in found),
    }


def _enforcement(year: TownYear) -> Sums:
    found = officers(year)
    return {
        "rows": len(found),
        "established": sum(officer.established for officer in found),
        "certified": sum(officer.certified for officer in found),
        "by_field": _count(officer.field for officer in found),
    }


def _count(values: Any) -> dict[str, int]:
    return {str(value): count for value, count in sorted(Counter(values).items())}
