"""The true records of a made-up town, before anybody types them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Place:
    """A village or residents' committee (村/社区) in one year; areas in mu."""

    name: str
    kind: str
    district: str
    micro_grids: int
    farmland: Decimal
    forest: Decimal
    folk_sites: int
    registered_households: int
    registered_population: int
    resident_households: int
    resident_population: int


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute (矛盾纠纷); `closed_on` is None while it is open."""

    case_no: str
    accepted_on: date
    village: str
    parties: str
    kind: str
    channel: str
    level: str
    resolved: bool
    closed_on: date | None
    criminal: bool


@dataclass(frozen=True, slots=True)
class Appeal:
    """What a resident asked of one of the three centres (群众诉求); `satisfied` is None before a call back."""

    appeal_no: str
    received_on: date
    appellant: str
    phone: str
    village: str
    centre: str
    category: str
    resolved: bool
    closed_on: date | None
    satisfied: bool | None


@dataclass(frozen=True, slots=True)
class Inspection:
    """A safety inspection (安全检查); `deadline` is None when no hazard was found."""

    inspected_on: date
    village: str
    sector: str
    site: str
    hazards: int
    serious: int
    rectified: int
    deadline: date | None

    @property
    def closed(self) -> bool:
        """Whether every hazard found was put right (销号)."""
        return self.rectified == self.hazards


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter reported by a grid worker (网格事项)."""

    matter_no: str
    reported_on: date
    village: str
    micro_grid: str
    kind: str
    completed_on: date | None
    departments_called: bool

    @property
    def completed(self) -> bool:
        """Whether the matter is done (办结)."""
        return self.completed_on is not None


@dataclass(frozen=True, slots=True)
class SafetyMonth:
    """One month of the monthly report on public safety (平安建设月报)."""

    month: int
    security_cases: int
    petitions: int
    accidents: int
    crime_clues: int
    turned_criminal: int


@dataclass(frozen=True, slots=True)
class Survey:
    """A village's answers in one half-year (群众满意度测评); half is 1 or 2."""

    village: str
    half: int
    valid: int
    satisfied: int


@dataclass(frozen=True, slots=True)
class Decision:
    """A major administrative decision (重大行政决策) and the steps it went through, in the usual order."""

    matter: str
    department: str
    decided_on: date
    steps: tuple[bool, bool, bool, bool, bool, bool]


@dataclass(frozen=True, slots=True)
class Session:
    """A law study session (学法用法)."""

    held_on: date
    topic: str
    platform: str
    due: int
    attended: int


@dataclass(frozen=True, slots=True)
class Event:
    """A legal publicity event (普法宣传)."""

    held_on: date
    place_kind: str
    theme: str
    audience: int
    materials: int


@dataclass(frozen=True, slots=True)
class Officer:
    """An enforcement officer (行政执法人员)."""

    office: str
    name: str
    id_number: str
    phone: str
    field: str
    established: bool
    certified: bool
