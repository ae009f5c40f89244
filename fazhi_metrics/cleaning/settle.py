"""What declared answers do to a run: files and sheets left out of it, and problems that are settled.

An answer is held against what it was given for: the problems that it names, each with the digest of its words
and records, or the files that it leaves out. One that meets nothing, or something else, stops the run.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from fazhi_metrics.addresses import address, read_block, split
from fazhi_metrics.cleaning.issues import Issue, Slice, issue
from fazhi_metrics.cleaning.rules import Reach
from fazhi_metrics.cleaning.settlements import NO_VALUE, Answer, Settlement, seen_digest
from fazhi_metrics.errors import CleaningError, did_you_mean

if TYPE_CHECKING:
    from fazhi_metrics.cleaning.silences import Silences

RULES_OUT: Final = {Answer.EXCLUDED: "excluded", Answer.REPLACES: "replaced"}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A sheet (None: the whole) of one file that an answer leaves out, the log's rule for it, and the answer."""

    file: str
    sheet: str | None
    rule: str
    text: str


def left_out(settlements: Iterable[Settlement]) -> tuple[LeftOut, ...]:
    """Return what the answers leave out of the run."""
    return tuple(
        LeftOut(each.other or each.file, each.sheet or None, RULES_OUT[each.answer], each.text)
        for each in settlements
        if each.answer in RULES_OUT
    )


def settle(
    settlements: Sequence[Settlement],
    issues: Sequence[Issue],
    digests: Mapping[str, str],
    silences: Silences,
) -> tuple[list[Issue], tuple[Settlement, ...]]:
    """Return the issues with the answers given to them, and the answers with the digest of what they met.

    `digests` are those of every raw file by name, `silences` what the answered months and villages hold.

    Raises CleaningError for an answer that meets nothing, or something else than was seen.
    """
    answered: dict[int, Settlement] = {}
    sealed, added = [], []
    for each in settlements:
        met = [number for number, found in enumerate(issues) if _concerns(each, found)]
        if each.answer is not Answer.VERIFIED:
            seen = _files_seen(each, met, digests)
        elif each.silence:
            added.append(_silence(each, silences))
            seen = seen_digest(each.target)
        else:
            seen = _problems_seen(each, [issues[number] for number in met])
        if each.seen not in ("", seen):
            raise _refused(
                each, f"{each.target} 与核实时所见的不同", "请重新核对，再运行 fazhi settle，或删去这一条。"
            )
        sealed.append(replace(each, seen=seen))
        answered |= {number: each for number in met if each.answer is Answer.VERIFIED}
    verified = [
        address(each.file, each.sheet, each.cell)
        for each in settlements
        if each.cell and each.answer is Answer.VERIFIED
    ]
    texts = {number: each.text for number, each in answered.items()}
    for number, found in enumerate(issues):
        if number not in texts and (text := _parts_verified(found, verified, settlements)):
            texts[number] = text
    told = [replace(found, settled=texts.get(number, found.settled)) for number, found in enumerate(issues)]
    return [*told, *added], tuple(sealed)


def _concerns(answer: Settlement, found: Issue) -> bool:
    """Whether a problem is among those that an answer is about."""
    if answer.answer is not Answer.VERIFIED:
        rule, file = RULES_OUT[answer.answer], answer.other or answer.file
        return (found.rule, found.file) == (rule, file) and answer.sheet in ("", found.sheet or "")
    if found.settled:
        return False
    if answer.ledger and (answer.ledger, answer.year or found.year) != (found.dataset, found.year):
        return False
    if answer.silence:
        return _silent_alike(answer, found)
    if answer.file and answer.file != found.file:
        return False
    if answer.issue and answer.issue not in (found.rule, found.title):
        return False
    if answer.cell:
        own = address(answer.file, answer.sheet, answer.cell)
        here = address(found.file, found.sheet, found.cell.split(":")[0])
        return _within(here, own) or _parts_within(found, [own])
    if answer.issue:
        return answer.sheet in ("", found.sheet or "")
    return (found.sheet or "", found.cell) == (answer.sheet, "")


def _silent_alike(answer: Settlement, found: Issue) -> bool:
    """Whether a problem says nothing else than that what an answer calls silent is absent."""
    if found.reach is not Reach.ABSENT or found.columns or not found.slices:
        return False
    return all(
        (each.month in answer.months or not answer.months)
        and (each.village in answer.villages or not answer.villages)
        for each in found.slices
    )


def _files_seen(answer: Settlement, met: Collection[int], digests: Mapping[str, str]) -> str:
    names = [each for each in (answer.file, answer.other) if each]
    for name in names:
        if name not in digests:
            raise _refused(answer, f"data/raw 里没有 {name}", did_you_mean(name, digests))
    if not met:
        raise _refused(answer, f"{address(answer.file, answer.sheet)} 里没有这张工作表", "请核对表名。")
    return seen_digest(*(digests[name] for name in names))


def _problems_seen(answer: Settlement, met: Sequence[Issue]) -> str:
    if not met:
        todo = "请核对地址；已经改好的，请删去这一条。"
        raise _refused(answer, f"{answer.target} 没有要核实的问题", todo)
    for each in met:
        if each.rule in NO_VALUE:
            todo = "请用 fazhi correct 写明应当是什么；整张表不算的，用 fazhi settle … --excluded。"
            raise _refused(answer, f"{each.where} {each.title}，没有可以核实的内容", todo)
    return seen_digest(*sorted(each.seen for each in met))


def _silence(answer: Settlement, silences: Silences) -> Issue:
    """Return what says that an answered silence is one; raises CleaningError where there are records."""
    there = silences.found(answer)
    if there:
        raise _refused(answer, f"{answer.target}已有 {there} 条记录", "请删去这一条。")
    slices = [
        Slice(village, month) for village in answer.villages or (None,) for month in answer.months or (None,)
    ]
    words = {"period": answer.target}
    made = issue(
        "silence",
        file=answer.file or f"{answer.year}/",
        dataset=answer.ledger,
        year=answer.year,
        slices=slices,
        words=words,
    )
    return replace(made, settled=answer.text)


def _parts_verified(found: Issue, verified: Collection[str], settlements: Iterable[Settlement]) -> str:
    """Return the answer to a total that differs where every part that may be wrong was verified."""
    if found.settled or not _parts_within(found, verified):
        return ""
    return "；".join(
        each.text
        for each in settlements
        if each.cell
        and any(_within(part, address(each.file, each.sheet, each.cell)) for part in _parts(found))
    )


def _parts(found: Issue) -> list[str]:
    """Return the cells in one of which the mistake of a total is, the total left out."""
    own = address(found.file, found.sheet, found.cell)
    return [each.cell for each in found.candidates if each.cell != own] or list(found.cells[1:])


def _parts_within(found: Issue, verified: Collection[str]) -> bool:
    """Whether a problem is a total that differs, and every part that may be wrong lies in the given cells."""
    if found.rule != "total_differs":
        return False
    parts = _parts(found)
    return bool(parts) and all(any(_within(part, each) for each in verified) for part in parts)


def _within(inner: str, outer: str) -> bool:
    """Whether a cell or block lies in another."""
    (sheet, one), (other, two) = split(inner), split(outer)
    first, second = read_block(one), read_block(two)
    if sheet != other or first is None or second is None:
        return False
    return (
        second.top <= first.top
        and second.left <= first.left
        and first.bottom <= second.bottom
        and first.right <= second.right
    )


def _refused(answer: Settlement, what: str, todo: str) -> CleaningError:
    return CleaningError(what, where=f"settlements.toml 第 {answer.number} 条", todo=todo)
