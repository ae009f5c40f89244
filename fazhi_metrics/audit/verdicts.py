"""The audit: every number of a report exactly once, every statement of a trend, and what was left open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from fazhi_metrics.audit.anchors import Placement
from fazhi_metrics.audit.documents import Document, Mark
from fazhi_metrics.audit.facts import Fact, Facts, facts_of
from fazhi_metrics.audit.implications import is_goal
from fazhi_metrics.audit.judging import judge_implied, judge_number, judge_part, judge_trend
from fazhi_metrics.audit.kinds import Severity, VerdictKind
from fazhi_metrics.audit.periods import Periods
from fazhi_metrics.audit.plans import Plans
from fazhi_metrics.audit.reading import claims_of
from fazhi_metrics.audit.results import Audit, TrendVerdict, Verdict
from fazhi_metrics.audit.soundness import Judgement
from fazhi_metrics.audit.suggest import Suggestion, subjects, suggest_ties
from fazhi_metrics.audit.ties import Tie, check_ids
from fazhi_metrics.audit.turned import Turned, find_turned
from fazhi_metrics.audit.tying import Matched, match_ties
from fazhi_metrics.measures.status import Status

if TYPE_CHECKING:
    from fazhi_metrics.audit.claims import Claims, Excluded, FigureClaim, Implied, Trend
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

PLANNED = "下一步的目标，没有数据可核"


def audit_report(document: Document, ties: Iterable[Tie], store: Store, town: Town, year: int) -> Audit:
    """Audit a report against a town's processed data.

    Every number of the text comes back exactly once: matches, contradicts, ambiguous, untied or excluded. A
    number is compared only with the figure that it is tied to; an untied one carries the suggestion.

    Raises:
        ReportError: a tie names an indicator that does not exist.
    """
    from fazhi_metrics.measures import indicators_of

    indicators = indicators_of(town)
    return audit_claims(document, claims_of(document), ties, facts_of(store, town, indicators), town, year)


def audit_claims(
    document: Document, claims: Claims, ties: Iterable[Tie], facts: Facts, town: Town | None, year: int
) -> Audit:
    """Audit the claims of a document against given figures; see audit_report."""
    ties = list(ties)
    check_ids(ties, facts.indicators, f"{document.name} 的对应关系")
    matched = match_ties(document, claims, ties)
    plans = Plans(document.text)
    periods = Periods(document, claims, year)
    suggestions = suggest_ties(
        document,
        claims,
        facts.indicators,
        town,
        year,
        tied_numbers=matched.numbers.tied,
        tied_trends=[
            i
            for i, t in enumerate(claims.trends)
            if len(matched.trends.get(i, ())) == len(subjects(document, t))
        ],
        tied_implied=matched.implied.tied,
        to_date=facts.to_date(year),
    )
    verdicts = [
        _number(document, claim, index, matched.numbers, suggestions.numbers, facts, periods)
        for index, claim in enumerate(claims.figures)
    ]
    verdicts += [
        _excluded(document, item, matched.unread.get(index), facts)
        for index, item in enumerate(claims.excluded)
    ]
    verdicts = _with_marks(document, verdicts)
    trends = [
        _trend(document, trend, index, matched, suggestions.trends.get(index, {}), facts, periods)
        for index, trend in enumerate(claims.trends)
    ]
    turned = find_turned(document, claims, matched.lost)
    trends += [_turned(document, each, facts, periods) for each in turned]
    from fazhi_metrics.audit.arithmetic import check_arithmetic

    return Audit(
        document=document,
        year=year,
        verdicts=tuple(sorted(verdicts, key=lambda verdict: verdict.start)),
        trends=tuple(sorted(trends, key=lambda verdict: verdict.start)),
        arithmetic=check_arithmetic(document, claims),
        lost=tuple(tie for tie in matched.lost if tie not in [each.tie for each in turned]),
        notes=_notes(matched, claims, facts, periods),
        implied=tuple(
            _implied(document, item, index, matched.implied, suggestions.implied, facts, periods, plans)
            for index, item in enumerate(claims.implied)
        ),
    )


def _number(
    document: Document,
    claim: FigureClaim,
    index: int,
    placed: Placement,
    suggested: Mapping[int, Suggestion],
    facts: Facts,
    periods: Periods,
) -> Verdict:
    bare = _untold(document, claim)
    if index in placed.ambiguous:
        return replace(bare, verdict=VerdictKind.AMBIGUOUS, reason=_unclear(placed.ambiguous[index], facts))
    tie = placed.tied.get(index)
    if tie is None and claim.plan:
        return replace(bare, verdict=VerdictKind.EXCLUDED, reason=PLANNED)
    if tie is None:
        suggestion = suggested.get(index)
        identity = suggestion.figure if suggestion else None
        return replace(bare, reason=_untied(suggestion, facts), suggestion=identity)
    fact = facts.of(tie, periods.of(claim.start, claim.end))
    return _told(bare, tie, fact, judge_number(claim.quantity, tie, fact))


def _implied(
    document: Document,
    item: Implied,
    index: int,
    placed: Placement,
    suggested: Mapping[int, Suggestion],
    facts: Facts,
    periods: Periods,
    plans: Plans,
) -> Verdict:
    """Judge a number that the text states without a numeral; a goal is none."""
    bare = _untold(document, item)
    if index in placed.ambiguous:
        return replace(bare, verdict=VerdictKind.AMBIGUOUS, reason=_unclear(placed.ambiguous[index], facts))
    tie = placed.tied.get(index)
    if tie is not None:
        fact = facts.of(tie, periods.of(item.start, item.end))
        return _told(bare, tie, fact, judge_implied(item.quantity, tie, fact))
    suggestion = suggested.get(index)
    if suggestion is None and (is_goal(document, item) or item.start in plans):
        return replace(bare, verdict=VerdictKind.EXCLUDED, reason=PLANNED)
    identity = suggestion.figure if suggestion else None
    return replace(bare, reason=_untied(suggestion, facts), suggestion=identity)


def _untold(document: Document, claim: FigureClaim | Implied) -> Verdict:
    """Return a number as it is stated, without what the data say of it."""
    stated, place = claim.quantity, document.place(claim.start).label
    return Verdict(
        start=claim.start,
        end=claim.end,
        text=claim.text,
        verdict=VerdictKind.UNTIED,
        reason="",
        place=place,
        low=stated.low,
        high=stated.high,
        unit=stated.unit,
    )


def _told(bare: Verdict, tie: Tie, fact: Fact, judged: Judgement) -> Verdict:
    return replace(
        bare,
        verdict=judged.verdict,
        reason=judged.reason,
        figure=tie.figure or tie.formula,
        title=fact.title,
        year=tie.year,
        value=judged.value,
        expected=judged.expected,
        cells=fact.cells,
        severity=judged.severity,
        where=tie.where,
        basis=fact.basis,
    )


def _unclear(ties: Iterable[Tie], facts: Facts) -> str:
    names = dict.fromkeys(facts.indicators[tie.figure].title if tie.figure else tie.formula for tie in ties)
    return f"不能确定是不是{'、'.join(names)}：相同的文字不止一处，请重新指定对应关系"


def _excluded(document: Document, item: Excluded, tie: Tie | None, facts: Facts) -> Verdict:
    """Exclude what is no figure; a number that is tied and cannot be read is wrong."""
    bare = Verdict(
        start=item.start,
        end=item.end,
        text=item.text,
        verdict=VerdictKind.EXCLUDED,
        reason=item.reason,
        place=document.place(item.start).label,
    )
    if tie is None:
        return bare
    fact = facts.of(tie)
    return replace(
        bare,
        verdict=VerdictKind.CONTRADICTS,
        reason=f"数字写法有误，读不出数值；数据为 {fact.wording or fact.problem}",
        figure=tie.figure or tie.formula,
        title=fact.title,
        year=tie.year,
        value=fact.value,
        expected=fact.wording if fact.status is Status.SOUND else "",
        cells=fact.cells,
        severity=Severity.INEXACT,
        where=tie.where,
        basis=fact.basis,
    )


def _untied(suggestion: Suggestion | None, facts: Facts) -> str:
    if suggestion is None:
        return "没有对应的指标，也没有足够接近的建议"
    fact = facts.of(Tie(suggestion.figure, suggestion.year, village=suggestion.village))
    value = f"，数据为 {fact.wording}" if fact.wording else ""
    return f"还没有对应指标；建议：{suggestion.village}{suggestion.title}（{suggestion.figure}，{suggestion.year}年{value}）"


def _trend(
    document: Document,
    trend: Trend,
    index: int,
    matched: Matched,
    suggested: Mapping[str, Suggestion],
    facts: Facts,
    periods: Periods,
) -> TrendVerdict:
    place = document.place(trend.start).label
    named = subjects(document, trend)
    amount, unit = trend.amount, trend.unit or ""
    if index in matched.unclear:
        reason = "相同的文字不止一处，请重新指定对应关系"
        return TrendVerdict(
            start=trend.start,
            end=trend.end,
            text=trend.text,
            direction=trend.direction,
            verdict=VerdictKind.AMBIGUOUS,
            reason=reason,
            parts=(),
            amount=amount,
            unit=unit,
            place=place,
        )
    tied = matched.trends.get(index, {})
    if trend.plan and not tied:
        return TrendVerdict(
            start=trend.start,
            end=trend.end,
            text=trend.text,
            direction=trend.direction,
            verdict=VerdictKind.EXCLUDED,
            reason=PLANNED,
            parts=(),
            amount=amount,
            unit=unit,
            place=place,
        )
    months = periods.of(trend.start, trend.end)
    found: list[Fact] = [facts.of(tied[words], months) for words in named if words in tied]
    parts = tuple(judge_part(trend.direction, fact) for fact in found)
    untied = tuple(words for words in named if words not in tied)
    judged = judge_trend(trend.direction, parts, untied)
    reason = judged.reason
    if judged.verdict is VerdictKind.UNTIED and suggested:
        told = "、".join(
            f"{words} → {s.title}（{s.figure}）" for words, s in suggested.items() if words in untied
        )
        reason += f"；建议：{told}" if told else ""
    return TrendVerdict(
        start=trend.start,
        end=trend.end,
        text=trend.text,
        direction=trend.direction,
        verdict=judged.verdict,
        reason=reason,
        parts=parts,
        amount=amount,
        unit=unit,
        place=place,
        severity=judged.severity,
        suggestions=tuple(suggestion.figure for suggestion in suggested.values()),
    )


def _turned(document: Document, turned: Turned, facts: Facts, periods: Periods) -> TrendVerdict:
    """Judge what the text now says of the subject of a statement that was turned round."""
    part = judge_part(turned.direction, facts.of(turned.tie, periods.of(turned.start, turned.end)))
    judged = judge_trend(turned.direction, (part,), ())
    was = f"；原先写的是“{turned.tie.number}”" if turned.tie.number else ""
    return TrendVerdict(
        start=turned.start,
        end=turned.end,
        text=turned.text,
        direction=turned.direction,
        verdict=judged.verdict,
        reason=judged.reason + was,
        parts=(part,),
        place=document.place(turned.start).label,
        severity=judged.severity,
    )


def _with_marks(document: Document, verdicts: list[Verdict]) -> list[Verdict]:
    """Let what the program wrote (page numbers) be excluded, each once."""
    if not document.marks:
        return verdicts

    def overlaps(mark: Mark, verdict: Verdict) -> bool:
        return mark.start < verdict.end and verdict.start < mark.end

    left = [v for v in verdicts if v.figure or not any(overlaps(mark, v) for mark in document.marks)]
    taken = [v for v in left if v.figure]
    for mark in document.marks:
        text = document.text[mark.start : mark.end]
        if any(c.isdecimal() for c in text) and not any(overlaps(mark, v) for v in taken):
            place = document.place(mark.start).label
            left.append(
                Verdict(
                    start=mark.start,
                    end=mark.end,
                    text=text,
                    verdict=VerdictKind.EXCLUDED,
                    reason=mark.reason,
                    place=place,
                )
            )
    return left


def _notes(matched: Matched, claims: Claims, facts: Facts, periods: Periods) -> tuple[str, ...]:
    """Return what the data say of the figures that the report was compared with."""
    used: list[tuple[FigureClaim | Implied | Trend, Tie]] = [
        *((claims.figures[index], tie) for index, tie in matched.numbers.tied.items()),
        *((claims.implied[index], tie) for index, tie in matched.implied.tied.items()),
        *((claims.trends[index], tie) for index, named in matched.trends.items() for tie in named.values()),
    ]
    found = (facts.of(tie, periods.of(claim.start, claim.end)) for claim, tie in used)
    return tuple(dict.fromkeys(f"{fact.title}：{note}" for fact in found for note in fact.notes))
