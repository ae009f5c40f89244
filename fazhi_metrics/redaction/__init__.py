"""What names a natural person, and how it is hidden before anything leaves data/raw."""

from fazhi_metrics.redaction.characters import visible
from fazhi_metrics.redaction.door import (
    HIDDEN,
    holds_personal_number,
    measured,
    quoted,
    redacted,
    stable_code,
    without_numbers,
)
from fazhi_metrics.redaction.names import is_name, names_a_person
from fazhi_metrics.redaction.numbers import PersonalNumber, personal_numbers, valid_id_number

__all__ = [
    "HIDDEN",
    "PersonalNumber",
    "holds_personal_number",
    "is_name",
    "measured",
    "names_a_person",
    "personal_numbers",
    "quoted",
    "redacted",
    "stable_code",
    "valid_id_number",
    "visible",
    "without_numbers",
]
