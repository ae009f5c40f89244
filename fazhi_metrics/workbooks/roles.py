"""The roles of a table's rows, and the columns that label and number them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from fazhi_metrics.workbooks.doubts import Doubt

Role = Literal["title", "unit", "form", "header", "data", "total", "section", "note", "derived", "blank"]
# A column numbers or names the rows, measures them, adds other columns up, is worked out from others as a
# share is, gives the unit of each row, or holds remarks.
ColumnRole = Literal["number", "label", "value", "total", "derived", "unit", "remark"]

LABELS: Final = 4  # columns from the left that may name a row


@dataclass(slots=True)
class Body:
    """The role of every row of a region, the columns that label its rows and those that number them.

    `doubts` are those that came up while the roles were given.
    """

    roles: dict[int, Role] = field(default_factory=dict)
    labels: tuple[int, ...] = ()
    keys: frozenset[int] = frozenset()
    remarks: frozenset[int] = frozenset()
    indicators: bool = False
    doubts: list[Doubt] = field(default_factory=list)
    _by_role: dict[Role, list[int]] | None = None

    def rows(self, role: Role) -> list[int]:
        """The rows of one role, in order."""
        return self.by_role().get(role, [])

    def by_role(self) -> dict[Role, list[int]]:
        """The rows of every role, in order."""
        if self._by_role is None:
            self._by_role = {}
            for row, role in self.roles.items():
                self._by_role.setdefault(role, []).append(row)
        return self._by_role

    def settle(self, changed: Mapping[int, Role] | None = None) -> None:
        """Put the roles in row order, after some were changed."""
        self.roles = dict(sorted((self.roles | dict(changed or {})).items()))
        self._by_role = None
