"""Writing a value in the idioms of a report, and checking whether stated words hold a value.

The two are one promise: what `wording` writes, the grammar reads back as an interval that holds the value.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from fazhi_metrics.quantities.numbers import last_digit_worth
from fazhi_metrics.quantities.quantity import Exact, Quantity
from fazhi_metrics.quantities.units import PERCENT, POINTS

Style = Literal["exact", "more_than", "nearly", "approx", "at_least", "change", "occurrence"]
Fit = Literal["exact", "rounded", "truncated", "within", "outside"]
Scale = Literal["", "万", "亿"]

_SCALES: Final[dict[str, int]] = {"": 1, "万": 10**4, "亿": 10**8}
_TENTH: Final = Fraction(1, 10)


def rounded(value: Exact, decimals: int) -> Decimal:
    """Return the value rounded half up (away from zero) to a number of decimal places.

    >>> rounded(Fraction(197, 2), 0), rounded(Decimal("-0.25"), 1)
    (Decimal('99'), Decimal('-0.3'))
    """
    exact = Fraction(value)
    unit = 10**decimals
    steps = (abs(exact) * unit * 2 + 1) // 2
    return _decimal(steps if exact >= 0 else -steps, decimals)


def _decimal(steps: int, decimals: int) -> Decimal:
    """Return steps / 10**decimals with that many places; for negative decimals, a whole number."""
    if decimals <= 0:
        return Decimal(steps * 10**-decimals)
    sign = 1 if steps < 0 else 0
    return Decimal((sign, tuple(int(d) for d in str(abs(steps))), -decimals))


# --- Writing ------------------------------------------------------------------------------------------


def wording(
    value: Exact,
    unit: str = "",
    *,
    decimals: int = 0,
    style: Style = "exact",
    scale: Scale = "",
    base: str = "同比",
) -> str:
    """Write a value as a report does.

    `decimals` are the places printed, of the scaled number where `scale` is 万 or 亿. Styles: `exact`
    (7560户), `more_than` (40余起), `nearly` (近3万人次), `approx` (约120条), `at_least` (超40件), `change` (同比下降12.3%,
    提高0.9个百分点, 持平; `base` begins the comparison of rates and counts), `occurrence` (零发生, 发生3起).
    Where the idiom would be false (余 of a round number) the exact number is written.

    >>> wording(47, "起", style="more_than"), wording(Decimal("-12.34"), "%", decimals=1, style="change")
    ('40余起', '同比下降12.3%')
    """
    exact = Fraction(value)
    if style == "change":
        return _change(exact, unit, decimals, base)
    if style == "occurrence":
        return "零发生" if exact == 0 else f"发生{wording(value, unit, decimals=decimals, scale=scale)}"
    if style == "more_than":
        return _more_than(exact, unit) or _exact(exact, unit, decimals, scale)
    if style == "nearly":
        return _nearly(exact, unit) or _exact(exact, unit, decimals, scale)
    if style == "approx":
        return f"约{_exact(exact, unit, decimals, scale)}"
    if style == "at_least":
        whole = exact // 1
        return (
            f"超{_plain(Decimal(whole))}{unit}" if exact > whole > 0 else _exact(exact, unit, decimals, scale)
        )
    return _exact(exact, unit, decimals, scale)


def _plain(number: Decimal) -> str:
    return f"{number:f}"


def _exact(value: Fraction, unit: str, decimals: int, scale: str) -> str:
    number = rounded(value / _SCALES[scale], decimals)
    sign = "负" if number < 0 and unit not in (PERCENT, POINTS) else "-" if number < 0 else ""
    return f"{sign}{_plain(abs(number))}{scale}{unit}"


def _in_ten_thousands(whole: int) -> str:
    """Write a round number with 万 where that is shorter: 30000 is 3万, 12500 stays.

    >>> _in_ten_thousands(12000), _in_ten_thousands(2300)
    ('1.2万', '2300')
    """
    if whole < 10**4 or whole % 1000:
        return str(whole)
    number = Decimal(whole) / 10**4
    return f"{number.normalize():f}万"


def _more_than(value: Fraction, unit: str) -> str:
    """Cut to two leading digits (one below 100) and add 余; "" where nothing is cut off."""
    whole = value // 1
    if whole < 10:
        return ""
    place = 10 ** max(1, len(str(whole)) - 2)
    while place > 10 and whole // place % 10 == 0:
        place //= 10
    low = whole // place * place
    if value == low:
        return ""
    # 10万余 would end at 20万, 3万余 at 4万: the last stated digit bounds it, and does so here too.
    return f"{_in_ten_thousands(low)}余{unit}"


def _nearly(value: Fraction, unit: str) -> str:
    """Raise to one leading digit, or two where that would add more than a tenth; "" for round numbers."""
    if value < 10:
        return ""
    digits = len(str(-(-value // 1)))
    for kept in (1, 2):
        place = 10 ** (digits - kept)
        high = -(-value // place) * place
        if value == high:
            return ""
        if value >= high * (1 - _TENTH):
            return f"近{_in_ten_thousands(high)}{unit}"
    return ""


def _change(value: Fraction, unit: str, decimals: int, base: str) -> str:
    number = rounded(value, decimals)
    if number == 0:
        return "持平" if value == 0 else "基本持平"
    amount = f"{_plain(abs(number))}{unit}"
    if unit == POINTS:
        return f"{'提高' if number > 0 else '下降'}{amount}"
    rise, fall = ("增长", "下降") if unit in (PERCENT, "倍") else ("增加", "减少")
    return f"{base}{rise if number > 0 else fall}{amount}"


# --- Checking -----------------------------------------------------------------------------------------


def fit(quantity: Quantity, value: Exact, decimals: int | None = None) -> Fit:
    """Say how the stated words hold a value.

    `exact`: the very value. `rounded`: the value rounded half up at the printed place. `truncated`: its
    digits cut off there, which is not rounding. `within`: inside what 余, 近, 约, 超 or a range allow.
    `outside`: none of these. `decimals` are the places at which the value itself is published, if any;
    a number printed with more places may then repeat the published one.
    """
    candidates = [Fraction(value)]
    if decimals is not None:
        candidates.append(Fraction(rounded(value, decimals)))
    fits = [_fit(quantity, candidate) for candidate in candidates]
    return min(fits, key=_ORDER.index)


_ORDER: Final[tuple[Fit, ...]] = ("exact", "rounded", "within", "truncated", "outside")


def _fit(quantity: Quantity, value: Fraction) -> Fit:
    low, step = Fraction(quantity.low), Fraction(quantity.step)
    high = None if quantity.high is None else Fraction(quantity.high)
    if quantity.modifier == "exact":
        return _fit_printed(low, step, value)
    if quantity.modifier == "approx":
        return "within" if abs(value - low) <= tolerance(quantity) else "outside"
    if quantity.modifier == "range" and high is not None:
        ends = (_fit_printed(low, step, value), _fit_printed(high, step, value))
        return "within" if low <= value <= high or "rounded" in ends else "outside"
    above = value >= low
    below = high is None or (value < high if quantity.modifier == "more_than" else value <= high)
    return "within" if above and below else "outside"


def _fit_printed(printed: Fraction, step: Fraction, value: Fraction) -> Fit:
    """Compare a value with a printed number whose last place is worth `step`."""
    if value == printed:
        return "exact"
    distance = abs(value) - abs(printed) if value * printed >= 0 else abs(value) + abs(printed)
    if -step / 2 <= distance < step / 2:
        return "rounded"
    return "truncated" if 0 < distance < step and value * printed >= 0 else "outside"


def tolerance(quantity: Quantity) -> Fraction:
    """Return how far 约 reaches: half of the last stated non-zero digit, at most a tenth of the value.

    约40 holds 36 to 44, 约120 holds 115 to 125, 约七成 holds 65% to 75%.
    """
    return min(Fraction(last_digit_worth(quantity.low)) / 2, abs(Fraction(quantity.low)) * _TENTH)


def holds(quantity: Quantity, value: Exact, decimals: int | None = None) -> bool:
    """Whether the stated words are true of a value, at the places they print.

    >>> from fazhi_metrics.quantities.whole import read_quantity
    >>> holds(read_quantity("98.5%"), Fraction(9846, 100)), holds(read_quantity("40余起"), 50)
    (True, False)
    """
    return fit(quantity, value, decimals) in ("exact", "rounded", "within")
