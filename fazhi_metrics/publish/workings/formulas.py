"""A declared sum as a formula over the sheet of its dataset.

The plain form is COUNTIFS or SUMIFS, which an office reads and which shows its cells on a click. Some
conditions it would not judge as the library does: text that looks like a number is taken for one, `*` and
`?` stand for anything. Those, and counts of different values, take the form SUMPRODUCT, which compares text
as text. No function is younger than Excel 2007 and none spills, so that WPS and LibreOffice compute the same.
What neither form can say truly is refused with a reason.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product

from fazhi_metrics.datasets import Dataset
from fazhi_metrics.measures import Sum, Where
from fazhi_metrics.publish.workings.paper import quoted

NONE = "—"
YES, NO = "是", "否"
_LONGEST = 8000  # characters; a spreadsheet takes 8192
_LONGEST_TEXT = 200  # a spreadsheet looks up at most 255 characters
_PLAIN = re.compile(r"[\u3400-\u9fff][^*?~]*\Z")
_WILD = {"*": "＊", "?": "？", "~": "～"}
Criteria = list[tuple[str, str]]  # (range, criterion), all of which hold together


class Unwritable(ValueError):  # noqa: N818  # it is an answer, not a fault
    """A sum that no formula says truly; the message is the reason, in Chinese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Where a dataset lies in the workbook: rows `first` to `last` of a page, its columns by their letters.

    `blanks` are the columns in which some record has no value, `inapplicable` those that do not apply to some
    record, `texts` the different values of text columns.
    """

    dataset: Dataset
    page: str
    first: int
    last: int
    letters: Mapping[str, str]
    blanks: frozenset[str] = frozenset()
    inapplicable: frozenset[str] = frozenset()
    texts: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def range(self, column: str) -> str:
        """Return the cells of a column as a formula names them: `'人口与户数'!$F$5:$F$44`."""
        letter = self.letters[column]
        return f"{quoted(self.page)}!${letter}${self.first}:${letter}${self.last}"


def sum_formula(
    part: Sum, ledger: Ledger, year: str, paired: Iterable[str] = (), *, careful: bool = False
) -> str:
    """Return the formula, without its =, of a sum in the year that stands in the cell `year`.

    `paired` are columns that must have a value too for a row to count. `careful` gives — where no value is
    known at all, as the library does, instead of 0.

    Raises:
        Unwritable: no formula would give the library's number.
    """
    columns = tuple(paired)
    if part.plus or part.year != "this":
        raise Unwritable("几列相加或别年的合计，公式里不写")
    if part.distinct:
        return _bounded(_different(part, ledger, year, columns))
    try:
        return _bounded(_plain(part, ledger, year, columns, careful=careful))
    except Unwritable:
        return _bounded(_masked(part, ledger, year, columns, careful=careful))


def _bounded(formula: str) -> str:
    if len(formula) > _LONGEST:
        raise Unwritable("条件太多，公式过长")
    return formula


def _rounded(part: Sum, ledger: Ledger, formula: str) -> str:
    """Take off the dust of binary fractions: a sum of decimals has no more places than they have."""
    column = ledger.dataset.by_name[part.column or "year"]
    return f"ROUND({formula},{column.decimals})" if column.type in ("decimal", "percent") else formula


def _guarded(amount: str, known: str, rows: str, ledger: Ledger) -> str:
    """Say — where nothing is known: in a ledger of events, only where there were events without a value."""
    nothing = f"AND({rows}>0,{known}=0)" if ledger.dataset.date else f"{known}=0"
    return f'IF({nothing},"{NONE}",{amount})'


# --- COUNTIFS and SUMIFS ---


def _plain(part: Sum, ledger: Ledger, year: str, paired: tuple[str, ...], *, careful: bool) -> str:
    asked = [_criteria(where, ledger) for where in part.where]
    base: Criteria = [(ledger.range("year"), year)]
    there: Criteria = [(ledger.range(name), '"<>"') for name in paired]
    own: Criteria = [(ledger.range(name), '"<>"') for name in part.values]
    # A choice of values is a sum over the choices: no row fulfils two of them.
    rows = [_once([*base, *(each for one in way for each in one)]) for way in product(*asked)]
    ways = [_once([*way, *there]) for way in rows]
    known = [_once([*way, *own]) for way in ways]
    if part.column is None:
        return _added(_countifs(way) for way in ways)
    if part.minus:
        amount = f"{_sumifs(part.column, ledger, known)}-{_sumifs(part.minus, ledger, known, less=True)}"
    else:
        amount = _sumifs(part.column, ledger, ways)
    amount = _rounded(part, ledger, amount)
    if not careful:
        return amount
    some, every = (_added(_countifs(way) for way in each) for each in (known, rows))
    return _guarded(amount, some, every, ledger)


def _criteria(where: Where, ledger: Ledger) -> list[Criteria]:
    """Return the ways to fulfil a condition, each as criteria that hold together."""
    cells = ledger.range(where.column)
    match where.operator:
        case "known":
            return [[(cells, '"<>"')]]
        case "is" | "in":
            return [[(cells, _criterion(value))] for value in _values(where, ledger)]
        case "is_not":
            unlike = [(cells, _criterion(value, unlike=True)) for value in _values(where, ledger)]
            return [[(cells, '"<>"'), *unlike]]
        case "at_least":
            return [[(cells, f'">={_bound(where)}"')]]
        case "at_most":
            return [[(cells, f'"<={_bound(where)}"')]]


def _bound(where: Where) -> int:
    if not isinstance(where.values[0], int):
        raise Unwritable("条件是日期或小数，公式里不写")
    return where.values[0]


def _criterion(value: str | int | bool, *, unlike: bool = False) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return f'"<>{value}"' if unlike else str(value)
    text = shown_flag(value) if isinstance(value, bool) else value
    if not _PLAIN.match(text):
        raise Unwritable("条件的值不能直接写进公式")
    text = text.replace('"', '""')
    return f'"<>{text}"' if unlike else f'"{text}"'


def _countifs(criteria: Criteria) -> str:
    return f"COUNTIFS({','.join(part for pair in criteria for part in pair)})"


def _sumifs(column: str, ledger: Ledger, ways: Iterable[Criteria], *, less: bool = False) -> str:
    terms = [
        f"SUMIFS({ledger.range(column)},{','.join(part for pair in criteria for part in pair)})"
        for criteria in ways
    ]
    return _added(terms) if not less or len(terms) == 1 else f"({_added(terms)})"


def _added(terms: Iterable[str]) -> str:
    return "+".join(terms) or "0"


def _once(criteria: Iterable[tuple[str, str]]) -> Criteria:
    return list(dict.fromkeys(criteria))


# --- SUMPRODUCT ---


def _masked(part: Sum, ledger: Ledger, year: str, paired: tuple[str, ...], *, careful: bool) -> str:
    tests = _mask(part, ledger, year)
    rows = _all(tests)
    known = _all([*tests, *(_there(ledger, name) for name in (*part.values, *paired))])
    if part.column is None:
        return f"SUMPRODUCT({known}*1)"
    amount = f"SUMPRODUCT({known}*1,{ledger.range(part.column)})"
    if part.minus:
        amount += f"-SUMPRODUCT({known}*1,{ledger.range(part.minus)})"
    amount = _rounded(part, ledger, amount)
    if not careful:
        return amount
    return _guarded(amount, f"SUMPRODUCT({known}*1)", f"SUMPRODUCT({rows}*1)", ledger)


def _different(part: Sum, ledger: Ledger, year: str, paired: tuple[str, ...]) -> str:
    """Count the rows at which a value first occurs among the rows that count."""
    column = str(part.column)
    texts = ledger.texts.get(column, frozenset())
    if len({_alike(text) for text in texts}) < len(texts):
        raise Unwritable(_confused(column, ledger))
    if any(len(text) > _LONGEST_TEXT for text in texts):
        raise Unwritable(f"{ledger.dataset.by_name[column].title}里有过长的值，表格软件不能查找")
    cells = ledger.range(column)
    mask = _all([*_mask(part, ledger, year), *(_there(ledger, name) for name in (column, *paired))])
    sought = cells
    for letter in _WILD:  # not to be taken for a pattern; in both places, so that like stays like
        if any(letter in text for text in texts):
            sought = f'SUBSTITUTE({sought},"{letter}","{_WILD[letter]}")'
    place = f"ROW({cells})-{ledger.first - 1}"
    return f'SUMPRODUCT({mask}*(MATCH({mask}&"|"&{sought},{mask}&"|"&{sought},0)={place}))'


def _mask(part: Sum, ledger: Ledger, year: str) -> list[str]:
    return [f"({ledger.range('year')}={year})", *(_test(where, ledger) for where in part.where)]


def _all(tests: Iterable[str]) -> str:
    return "*".join(dict.fromkeys(tests))


def _test(where: Where, ledger: Ledger) -> str:
    cells, there = ledger.range(where.column), _there(ledger, where.column)
    values = [_literal(value) for value in _values(where, ledger)]
    match where.operator:
        case "known":
            return there
        case "is" | "in":
            return f"{there}*({_added(f'({cells}={value})' for value in values)})"
        case "is_not":
            return "*".join([there, *(f"({cells}<>{value})" for value in values)])
        case "at_least":
            return f"{there}*({cells}>={_bound(where)})"
        case "at_most":
            return f"{there}*({cells}<={_bound(where)})"


def _values(where: Where, ledger: Ledger) -> list[str | int | bool]:
    """Return the values that a condition names, each once; refuse those that a spreadsheet would confuse."""
    values = [each for each in dict.fromkeys(where.values) if isinstance(each, str | int)]
    if len(values) < len(set(where.values)):
        raise Unwritable("条件是日期或小数，公式里不写")
    for value in values:
        if isinstance(value, str):
            if len(value) > _LONGEST_TEXT:
                raise Unwritable("条件的值过长")
            others = ledger.texts.get(where.column, frozenset()) - {value}
            if any(_alike(value) == _alike(other) for other in others):
                raise Unwritable(_confused(where.column, ledger))
    return values


def _alike(text: str) -> str:
    """Return what a text has in common with those that a spreadsheet may take for the same."""
    return unicodedata.normalize("NFKC", text).casefold()


def _confused(column: str, ledger: Ledger) -> str:
    return f"{ledger.dataset.by_name[column].title}里有只差大小写或全角半角的值，表格软件不加区分"


def _literal(value: str | int | bool) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    text = shown_flag(value) if isinstance(value, bool) else value
    return '"' + text.replace('"', '""') + '"'


def _there(ledger: Ledger, column: str) -> str:
    return f'({ledger.range(column)}<>"")'


def shown_flag(value: bool) -> str:
    """Return a flag as the sheets show it: 是 or 否."""
    return YES if value else NO
