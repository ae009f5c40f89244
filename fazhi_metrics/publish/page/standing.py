"""How far a page's figures can be relied on: what is not sound and why, errors, files that nobody read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fazhi_metrics.addresses import covers, split
from fazhi_metrics.cleaning import Severity
from fazhi_metrics.measures.citing import FURTHEST
from fazhi_metrics.measures.evidence import evidence_of
from fazhi_metrics.measures.status import Status

if TYPE_CHECKING:
    from fazhi_metrics.cleaning.issues import Issue
    from fazhi_metrics.publish.page.cards import Card
    from fazhi_metrics.store import Store

SHOWN = 12  # so many lines of a kind are named; `fazhi check` has them all


@dataclass(frozen=True, slots=True)
class Caveat:
    """Something held against figures: its kind in a word, what it is, and the cards that it touches."""

    kind: str
    what: str
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far the figures of a page can be relied on.

    `state` is good where every figure is sound and nothing is open, `open` where some are of a part of the year
    alone or only files were not read, else bad. `more` is how many caveats were left out.
    """

    state: str
    summary: str
    caveats: tuple[Caveat, ...]
    more: int = 0
    errors: int = 0


def read_standing(store: Store, cards: Collection[Card], others: Iterable[Card] = ()) -> Standing:
    """Return what is held against the figures on the given cards, and what else is open in the data.

    `others` are cards of less weight: of those that are not sound, the number is told.
    """
    evidence = evidence_of(store)
    errors = [issue for issue in evidence.issues if issue.severity is Severity.ERROR]
    weak = [card for card in cards if _weak(card)]
    less = sum(_weak(card) for card in others) - len(weak) if others else 0
    grouped = list(_grouped(weak))
    told = {text for caveat in grouped for text in caveat.what.split("；")}
    apart = [issue for issue in errors if not any(_tells(text, issue) for text in told)]
    caveats = [
        *grouped,
        *(Caveat("未读", f"{each.where} {each.why}") for each in evidence.unread),
        *(Caveat(str(each.severity), f"{each.where} {each.why}", _touched(each, weak)) for each in apart),
    ]
    bad = errors or any(card.status.failed for card in weak)
    return Standing(
        state="bad" if bad else "open" if caveats else "good",
        summary=_summary(cards, weak, less, len(errors), len(evidence.unread)),
        caveats=tuple(caveats[:SHOWN]),
        more=max(len(caveats) - SHOWN, 0),
        errors=len(errors),
    )


def _weak(card: Card) -> bool:
    return card.status not in (Status.SOUND, Status.CONFIDENTIAL)


def _tells(reason: str, issue: Issue) -> bool:
    """Whether a reason is an issue's own, or ends with cells among which the issue's is."""
    cells = reason.rpartition("：")[2].split("、")
    sheet = split(cells[0])[0]
    return reason.startswith(f"{issue.where} ") or any(
        covers(cell if "!" in cell else f"{sheet}!{cell}", issue.where) for cell in cells
    )


def _grouped(cards: Iterable[Card]) -> Iterator[Caveat]:
    """Put together the cards that are not sound for the same reasons, the gravest first."""
    groups: dict[tuple[Status, str], list[Card]] = {}
    for card in sorted(cards, key=lambda card: -card.status.gravity):
        why = "；".join(text for text in card.reasons if not text.startswith(FURTHEST))
        groups.setdefault((card.status, why), []).append(card)
    for (status, why), found in groups.items():
        yield Caveat("不是全年" if status is Status.PROVISIONAL else status.title, why, tuple(found))


def _touched(issue: Issue, cards: Iterable[Card]) -> tuple[Card, ...]:
    """Return the cards, of those that are not sound, that rest on a cell of an issue."""
    at = issue.cells or (issue.where,)
    return tuple(card for card in cards if any(covers(own, each) for own in card.cells for each in at))


def _summary(cards: Collection[Card], weak: Iterable[Card], less: int, errors: int, unread: int) -> str:
    counts: dict[Status, int] = {}
    for card in weak:
        counts[card.status] = counts.get(card.status, 0) + 1
    if not counts:
        said = f"这里的 {len(cards)} 个数都可用"
    else:
        named = "、".join(
            f"{count} 个{_ways(status)}" for status, count in sorted(counts.items(), key=_gravity)
        )
        said = f"这里的 {len(cards)} 个数，{named}，其余可用"
    said += f"（另有 {less} 项指标不可直接使用，见指标卡）" if less else ""
    found = [f"错误 {errors} 处" if errors else "", f"没有读入的文件 {unread} 份" if unread else ""]
    return "；".join((said, "，".join(filter(None, found)) or "没有发现错误，也没有读不了的文件"))


def _gravity(counted: tuple[Status, int]) -> int:
    return -counted[0].gravity


def _ways(status: Status) -> str:
    return "不是全年的" if status is Status.PROVISIONAL else status.title
