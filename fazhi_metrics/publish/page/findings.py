"""What an audit found, number by number, ready to be read: the verdict, its reason, and the cards behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from fazhi_metrics.audit.display import conclusion, coverage_text, lost_text
from fazhi_metrics.audit.facts import selection
from fazhi_metrics.audit.formula import names
from fazhi_metrics.audit.kinds import VerdictKind
from fazhi_metrics.audit.marked import Block, Span, cut, marked_text, overlapping, spans_of
from fazhi_metrics.errors import FazhiError
from fazhi_metrics.measures import indicators_of, measure
from fazhi_metrics.measures.disclosure import hidden_labels, of_persons
from fazhi_metrics.publish.page.cards import HIDDEN, Card, make_card

if TYPE_CHECKING:
    from fazhi_metrics.audit.results import Audit, TrendVerdict, Verdict
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

CLASHES = "文中数字互相对不上"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One finding: `key` is its name in the text, `kind` its verdict, `verdict` the same in words.

    `mark` is the name of the mark that shows it, its own unless others cover all its words.
    `cards` are the anchors of the cards with definition, sums, cells and corrections; `related` the keys of
    findings whose text overlaps with this one's.
    """

    key: str
    kind: VerdictKind
    verdict: str
    text: str
    place: str
    reason: str
    expected: str = ""
    severity: str = ""
    cards: tuple[str, ...] = ()
    mark: str = ""
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An audited report: its name, the result in words, the text as marked blocks, every finding, and remarks.

    `state` is good where something was verified and nothing is wrong or open, else bad or open.
    `cards` are the cards of other years or of villages that findings need beside the page's own, by anchor.
    """

    name: str
    conclusion: str
    coverage: str
    state: str
    counts: Mapping[VerdictKind, int]
    blocks: tuple[Block, ...]
    entries: tuple[Entry, ...]
    cards: Mapping[str, Card]
    notes: tuple[str, ...] = ()

    def of(self, *kinds: VerdictKind) -> list[Entry]:
        """Return the findings with one of the given verdicts, in the order of the text."""
        return [entry for entry in self.entries if entry.kind in kinds]

    @property
    def open(self) -> list[Entry]:
        """The findings that need somebody's attention."""
        return self.of(*(kind for kind in VerdictKind if kind.open))


def anchor(identity: str, year: int | None = None, where: str = "") -> str:
    """Return the anchor of a card: `i-petitions`, `i-petitions-2024`, `i-disputes_accepted-2025-示例一村`."""
    part = "".join(where.partition("=")[2].split())
    return "-".join(["i", identity, *([str(year)] if year else []), *([part] if part else [])])


def read_audit(store: Store, town: Town, audit: Audit, cards: Mapping[str, Card], year: int) -> Report:
    """Return an audit ready to be printed; `cards` are the page's own, of the whole town in `year`."""
    desk = _Desk(store=store, town=town, cards=cards, year=year)
    spans = spans_of(audit)
    entries = [
        *(_number(desk, f"n{i}", verdict) for i, verdict in enumerate(audit.verdicts, 1)),
        *(_number(desk, f"w{i}", verdict) for i, verdict in enumerate(audit.implied, 1)),
        *(_trend(desk, f"t{i}", trend, audit.year) for i, trend in enumerate(audit.trends, 1)),
        *(
            Entry(
                key=f"a{i}",
                kind=VerdictKind.CONTRADICTS,
                verdict=CLASHES,
                text=f.text,
                place=f.place,
                reason=f.reason,
            )
            for i, f in enumerate(audit.arithmetic, 1)
        ),
    ]
    starts = {span.key: span.start for span in spans}
    return Report(
        name=audit.document.name,
        conclusion=conclusion(audit),
        coverage=coverage_text(audit),
        state=audit.state,
        counts={kind: sum(entry.kind is kind for entry in entries) for kind in VerdictKind},
        blocks=marked_text(audit),
        entries=tuple(sorted(_placed(entries, audit, spans), key=lambda entry: starts[entry.key])),
        cards=dict(sorted(desk.others.items())),
        notes=(*map(lost_text, audit.lost), *audit.document.notes, *audit.notes),
    )


def _placed(entries: Iterable[Entry], audit: Audit, spans: Sequence[Span]) -> Iterator[Entry]:
    """Say of every finding which mark shows it, and which others speak of the same words.

    A statement all of whose words belong to numbers has no mark of its own: theirs shows it.
    """
    related = overlapping(span for span in spans if span.kind is not VerdictKind.EXCLUDED)
    every = overlapping(spans)
    shown = {piece.key for piece in cut(audit.document.text, spans)}
    for entry in entries:
        beside = next((key for key in every[entry.key] if key in shown), "")
        mark = entry.key if entry.key in shown else beside
        yield replace(entry, mark=mark, related=tuple(related.get(entry.key, ())))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """Where the cards lie: the page's own, and others made as findings ask for them."""

    store: Store
    town: Town
    cards: Mapping[str, Card]
    year: int
    others: dict[str, Card] = field(default_factory=dict)

    def card(self, identity: str, year: int, where: str = "") -> str | None:
        """Return the anchor of the card of an indicator in a year; None where there is none to be had."""
        if year == self.year and not where and identity in self.cards:
            return anchor(identity)
        known = indicators_of(self.town)
        name = anchor(identity, year, where)
        if name not in self.others and identity in known:
            try:
                self.others[name] = make_card(self.store, self.town, known[identity], year, where)
            except FazhiError:  # no such data: the verdict's reason says so
                return None
        return name if name in self.others else None

    def behind(self, figure: str, year: int, where: str) -> list[str]:
        """Return the anchors of the cards behind a figure or a formula, of the town or a part of it."""
        found = (self.card(identity, year, where) for identity in self.ids(figure))
        return [name for name in found if name is not None]

    def secret(self, figure: str, year: int, where: str = "") -> bool:
        """Whether a number of the figure, or of a formula over figures, may not be shown."""
        known = indicators_of(self.town)
        for identity in self.ids(figure):
            with suppress(FazhiError):  # a year without data gives nothing away
                asked = (self.store, self.town, known[identity], (year - 1, year))
                if of_persons(known[identity]) and hidden_labels(measure(*asked, where=selection(where))):
                    return True
        return False

    def ids(self, figure: str) -> list[str]:
        """Return the indicators that a figure's id or a formula names."""
        return [figure] if figure in indicators_of(self.town) else sorted(names(figure))


def _number(desk: _Desk, key: str, verdict: Verdict) -> Entry:
    year = verdict.year or desk.year
    behind = desk.behind(verdict.figure, year, verdict.where) if verdict.figure else []
    spoken = verdict.figure or verdict.suggestion
    secret = spoken is not None and desk.secret(spoken, year, verdict.where)
    return Entry(
        key=key,
        kind=verdict.verdict,
        verdict=verdict.verdict.title,
        text=verdict.text,
        place=verdict.place,
        reason=HIDDEN if secret else verdict.reason,
        expected="" if secret or verdict.verdict is not VerdictKind.CONTRADICTS else verdict.expected,
        severity=verdict.severity.title,
        cards=tuple(behind),
    )


def _trend(desk: _Desk, key: str, trend: TrendVerdict, year: int) -> Entry:
    """A statement of a trend stands on two years: the cards of both are behind it."""
    behind = [
        name
        for part in trend.parts
        for each in (year, year - 1)
        for name in desk.behind(part.figure, each, part.where)
    ]
    secret = any(desk.secret(part.figure, year, part.where) for part in trend.parts)
    return Entry(
        key=key,
        kind=trend.verdict,
        verdict=trend.verdict.title,
        text=trend.text,
        place=trend.place,
        reason=HIDDEN if secret else trend.reason,
        expected="",
        severity=trend.severity.title,
        cards=tuple(dict.fromkeys(behind)),
    )
