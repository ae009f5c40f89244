"""Five hundred errors made one at a time in a report that is right: each contradicts where it is, and nowhere else."""

import pytest

from fazhi_metrics.audit.facts import facts_of
from fazhi_metrics.audit.opening import read_document
from fazhi_metrics.audit.reading import claims_of
from fazhi_metrics.audit.suggest import suggest_ties
from fazhi_metrics.audit.ties import find_ties
from fazhi_metrics.audit.tying import accept
from fazhi_metrics.audit.verdicts import audit_claims
from fazhi_metrics.measures import indicators_of
from tests.audit.alterations import dealt, missed, sample
from tests.conftest import CHECKOUT, SHARED

COUNT, MOST_MISSED = 500, 5
PUBLISHED = SHARED / "report" / "xibao-2025.txt"
KINDS = {
    "one more or less",
    "swapped digits",
    "another digit",
    "digit left out",
    "wrong unit",
    "ten thousand added",
    "ten thousand lost",
    "another year",
    "another village",
    "direction",
    "percent for points",
}


def campaign(project, path, seed, at_once=1):
    """Alter the report at path, with the ties kept beside it or else those suggested, and return what was missed.

    So many errors are made at once, far apart from each other.
    """
    town = project.town
    indicators = indicators_of(town)
    facts = facts_of(project.store, town, indicators)
    document = read_document(path)
    claims = claims_of(document)
    ties = find_ties(path).ties or accept(
        document, claims, suggest_ties(document, claims, indicators, town, 2025)
    )

    def audit_of(altered):
        return audit_claims(altered, claims_of(altered), ties, facts, town, 2025)

    audit = audit_of(document)
    assert not audit.contradictions
    chosen = sample(audit, facts, [village.name for village in town.villages], COUNT, seed)
    assert len(chosen) == COUNT
    assert {alteration.kind for alteration in chosen} == KINDS
    return missed(dealt(chosen, at_once), audit_of, audit)


@pytest.mark.skipif(not PUBLISHED.exists(), reason=f"the published report is not at {PUBLISHED}")
def test_errors_in_the_published_report_contradict_where_they_are(sample_project):
    found = campaign(sample_project, PUBLISHED, seed=20251231)
    assert len(found) <= MOST_MISSED, found


def test_errors_in_the_sample_report_contradict_where_they_are(sample_project):
    [report] = (CHECKOUT / "report").glob("2025*.docx")
    found = campaign(sample_project, report, seed=20260115, at_once=8)
    assert len(found) <= MOST_MISSED, found
