"""What is open: the problems that a person should settle or mend, those that move headline figures first.

Real data are never perfect. Of hundreds of problems few move a figure of the report; these come first, each with
the figures that rest on it, how far it could move them, and the commands that answer it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from fazhi_metrics.addresses import address
from fazhi_metrics.cleaning.issues import Issue
from fazhi_metrics.cleaning.rules import Reach
from fazhi_metrics.cleaning.settlements import NO_VALUE
from fazhi_metrics.datasets.checks import Severity
from fazhi_metrics.errors import capped
from fazhi_metrics.measures.citing import FURTHEST
from fazhi_metrics.measures.coverage import coverage_of
from fazhi_metrics.measures.dimensions import dataset_of
from fazhi_metrics.measures.evidence import considering, evidence_of
from fazhi_metrics.measures.figures import compute_figures
from fazhi_metrics.measures.measure import measure
from fazhi_metrics.measures.status import Reservation, Status
from fazhi_metrics.measures.tally import has_data

if TYPE_CHECKING:
    from fazhi_metrics.measures.figure import Figure
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

_BY: Final = "--by 党政办 --reason …"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A headline figure that a problem bears on, as it may be cited now, and how far the problem could move it."""

    title: str
    wording: str
    furthest: str = ""

    def __str__(self) -> str:
        return f"{self.title}{self.furthest and f'（{self.furthest}）'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One open problem, or several alike in one sheet: what is wrong, what rests on it, how to answer it.

    `figures` are the headline figures that it bears on, `impact` what cleaning found that it could move at
    most; `answers` are commands, each with the case in which it is right.
    """

    text: str
    severity: str = ""
    count: int = 1
    figures: tuple[Moved, ...] = ()
    impact: str = ""
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What is open in a year: `headline` questions move figures of the report, the `others` do not."""

    year: int
    headline: tuple[Question, ...]
    others: tuple[Question, ...]
    hints: int = 0

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def lines(self, shown: int | None = None) -> Iterator[str]:
        """Yield the agenda line by line, at most `shown` of the other questions; None for all."""
        figures = dict.fromkeys(each.title for question in self.headline for each in question.figures)
        if figures:
            yield f"{self.year}年有 {len(figures)} 个报告数字还有疑问，先答复这 {len(self.headline)} 项："
        else:
            yield f"{self.year}年的报告数字没有待答复的问题。"
        for number, question in enumerate(self.headline, 1):
            yield from _question_lines(f"{number}. ", question)
        others = self.others if shown is None else self.others[:shown]
        if others:
            yield "以下不牵动报告数字，有空再答复："
            for question in others:
                yield from _question_lines("· ", question)
        if left := len(self.others) - len(others):
            yield f"另有 {left} 项，加 --all 列出。"
        if self.hints:
            yield f"另有提示 {self.hints} 处，不必答复（fazhi check 可看）。"


def _question_lines(mark: str, question: Question) -> Iterator[str]:
    many = f"（同样的 {question.count} 处）" if question.count > 1 else ""
    yield f"{mark}{question.text}{many}"
    if question.figures:
        yield f"   牵动 {capped(map(str, question.figures), 5)}"
    for case, command in question.answers:
        yield f"   {case}：{command}"


def agenda(store: Store, town: Town, year: int, ids: Iterable[str] | None = None) -> Agenda:
    """Return what is open, the problems behind the figures of a year's report (or of `ids`) first."""
    figures = [each for each in compute_figures(store, town, year, ids) if each.status.failed]
    issues = evidence_of(store).issues
    topics = _topics(store, town, figures, issues)
    told = {id(issue) for topic in topics for issue in topic.issues}
    rest = [each for each in issues if id(each) not in told and each.rule != "total_suspect"]
    open_ = [each for each in rest if each.severity is not Severity.HINT]
    return Agenda(
        year=year,
        headline=tuple(_headline(store, town, figures, topic) for topic in topics),
        others=tuple(_question(town, group) for group in _alike(open_)),
        hints=len(rest) - len(open_),
    )


@dataclass(slots=True)
class _Topic:
    """Reasons that one answer would settle: issues alike, a gap in a ledger's year, or what has no answer."""

    reasons: list[str]
    issues: list[Issue] = field(default_factory=list)
    ledger: str = ""
    gap: Reservation | None = None


def _topics(store: Store, town: Town, figures: Sequence[Figure], issues: Sequence[Issue]) -> list[_Topic]:
    """Return what stands against the figures, in their order, each once."""
    found: dict[object, _Topic] = {}
    twice = {each.file for each in issues if each.rule == "file_twice"}
    for figure in figures:
        gaps = _gaps(store, town, figure)
        for reason in figure.part.reasons:
            if reason.startswith(FURTHEST) or any(reason in topic.reasons for topic in found.values()):
                continue
            own = [each for each in issues if _says(town, each, reason)]
            if own:
                doubled = own[0].file in twice and own[0].reach is Reach.EXCESS
                topic = found.setdefault((own[0].file, doubled or _kind(own[0])), _Topic([]))
                topic.issues += [each for each in own if each not in topic.issues]
            else:
                ledger, gap = gaps.get(reason, ("", None))
                topic = found.setdefault(reason, _Topic([], ledger=ledger, gap=gap))
            topic.reasons.append(reason)
    for topic in found.values():
        topic.issues.sort(key=lambda each: each.rule != "file_twice")
    return list(found.values())


def _kind(issue: Issue) -> tuple[str, str]:
    """What makes issues of one file alike; of totals each is its own."""
    return issue.rule, issue.where if issue.candidates else ""


def _gaps(store: Store, town: Town, figure: Figure) -> dict[str, tuple[str, Reservation]]:
    """Return what of a figure's ledgers did not come in, by reason."""
    from fazhi_metrics.measures.catalogue import indicator_named

    return {
        each.reason: (name, each)
        for name in indicator_named(figure.id, town).datasets
        if has_data(store, name, figure.year)
        for each in coverage_of(store, town, name, figure.year).reservations
    }


def _says(town: Town, issue: Issue, reason: str) -> bool:
    """Whether a reason that is held against a value speaks of an issue."""
    if reason.startswith((f"{issue.where} {issue.title}：{issue.why}", f"{issue.where} 没有读入")):
        return True
    if issue.reach is not Reach.VALUES or issue.cell == "" or not issue.dataset:
        return False
    home = dataset_of(issue.dataset, town)
    titles = [home.by_name[name].title for name in issue.columns if name in home.by_name]
    return f"{home.title}{issue.year}年有" in reason and any(f"“{title}”不知道" in reason for title in titles)


def _headline(store: Store, town: Town, figures: Sequence[Figure], topic: _Topic) -> Question:
    moved = tuple(
        Moved(
            title=figure.title,
            wording=figure.wording,
            furthest=_furthest(store, town, figure, topic.issues),
        )
        for figure in figures
        if not set(topic.reasons).isdisjoint(figure.part.reasons)
    )
    return Question(
        text=topic.reasons[0] if not topic.issues else _text(topic.issues[0]),
        severity=str(topic.issues[0].severity) if topic.issues else "",
        count=max(1, len(topic.issues)),
        figures=moved,
        answers=_answers(town, topic.issues) if topic.issues else _gap_answers(town, topic, figures[0].year),
    )


def _furthest(store: Store, town: Town, figure: Figure, issues: Sequence[Issue]) -> str:
    """Say how far some issues alone could move a figure: 最多相差900人; its status where that is not known."""
    if issues and issues[0].rule == "file_twice":  # what its records repeat is the same once more
        issues = issues[:1]
    if issues:
        cells = {each.cell for issue in issues for each in issue.candidates}
        beside = [
            each
            for each in evidence_of(store).issues
            if each not in issues and cells.intersection(c.cell for c in each.candidates)
        ]
        with considering(store, (*issues, *beside)) as alone:
            part = measure(alone, town, figure.id, year=figure.year).part
        if text := next((each for each in part.reasons if each.startswith(FURTHEST)), ""):
            return text
    return figure.wording if figure.status is Status.BOUNDED else figure.status.title


def _alike(issues: Iterable[Issue]) -> list[list[Issue]]:
    groups: dict[tuple[str, str | None, str, str], list[Issue]] = {}
    for each in issues:
        groups.setdefault((each.file, each.sheet, each.rule, each.dataset), []).append(each)
    return list(groups.values())


def _question(town: Town, group: Sequence[Issue]) -> Question:
    first = group[0]
    return Question(
        text=_text(first),
        severity=str(first.severity),
        count=len(group),
        impact=first.impact,
        answers=_answers(town, group),
    )


def _answers(town: Town, group: Sequence[Issue]) -> tuple[tuple[str, str], ...]:
    """Return the commands that answer a problem, or several alike."""
    first = group[0]
    suspects = [each for each in first.candidates if each.cell != first.where]
    if len(suspects) == 1:
        cell, value = suspects[0].cell, suspects[0].value
        return (
            ("录错了", f'fazhi correct --cell "{cell}" --after {value}'),
            ("没有错", f'fazhi settle "{cell}" --verified {_BY}'),
        )
    if first.reach is Reach.UNKNOWN and not first.sheet:
        return (("不是数据，或已另报", f'fazhi settle "{first.where}" --excluded {_BY}'),)
    if first.rule == "file_twice":
        return (("多交了一份", f'fazhi settle "{first.file}" --excluded {_BY}'),)
    if first.rule in NO_VALUE:
        sheet = address(first.file, first.sheet)
        return (
            ("知道应是什么", f'fazhi correct --cell "{first.where}"'),
            ("整张表不算", f'fazhi settle "{sheet}" --excluded {_BY}'),
        )
    return (("核实无误", _verify(town, group)),)


def _verify(town: Town, group: Sequence[Issue]) -> str:
    first = group[0]
    if not first.file or first.file.endswith("/"):
        year = f" --year {first.year}" if first.year else ""
        title = dataset_of(first.dataset, town).title
        return f"fazhi settle {title}{year} --issue {first.rule} --verified {_BY}"
    sheets = {each.sheet for each in group}
    where = (
        first.where if len(group) == 1 else address(first.file, sheets.pop() if len(sheets) == 1 else None)
    )
    return f'fazhi settle "{where}" --issue {first.rule} --verified {_BY}'


def _gap_answers(town: Town, topic: _Topic, year: int) -> tuple[tuple[str, str], ...]:
    """Return the command that answers a silence: these months or villages had nothing to say."""
    if topic.gap is None or (topic.gap.scope.months, topic.gap.scope.villages) == (None, None):
        return (("没有报来的", "请补报，再运行 fazhi clean"),)
    months = "".join(f" --months {month}" for month in sorted(topic.gap.scope.months or ()))
    villages = "".join(f" --village {name}" for name in sorted(topic.gap.scope.villages or ()))
    title = dataset_of(topic.ledger, town).title
    command = f"fazhi settle {title} --year {year}{months}{villages} --verified {_BY}"
    return (("确实没有发生", command), ("漏报了", "请补报，再运行 fazhi clean"))


def _text(issue: Issue) -> str:
    return f"{issue.where} {issue.title}：{issue.why}"
