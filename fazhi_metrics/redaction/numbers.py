"""ID card and telephone numbers of natural persons, found however they are typed.

A text is read as an office types numbers: full-width, in Chinese digits (一, 壹, 幺), O for 0, and with spaces,
dashes, dots, line breaks or characters of no width inside. Runs of such digits are squeezed to plain digits in
groups, and looked for

    ID card, 18   any window whose region, birth date and check character are right (GB 11643), in any grouping;
                  a group, or 6-8-4, of 17 to 20 digits that has a region and a birth date, mistyped as it may be
    ID card, 15   a group, or 6-6-3, with a region and a birth date
    mobile        11 digits that begin with 1, after 0, 86, 0086 or nothing; in the groupings of telephone lists
    landline      an area code and 7 or 8 digits; with its extension (转8001)
    400, 800      ten digits
    any of 6 to 8 digits or more after a word that announces a telephone (联系电话：6512345)

A case number (`identifier=True`) looks like many of these: in it only an ID card is one, and only when its
check character is right.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

_SPOKEN: Final = dict(
    zip("〇○零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺貳參陸", "0001234567891234567891236", strict=True)
)
_SOFT: Final = {"O": "0", "o": "0", "О": "0", "о": "0", "Ｏ": "0", "ｏ": "0", "l": "1", "I": "1"}
_DIGIT: Final = rf"[\d{''.join(_SPOKEN)}{''.join(_SOFT)}]"
_GAP: Final = r"[\W_]{0,3}"
_RUN: Final = re.compile(rf"{_DIGIT}(?:{_GAP}{_DIGIT}){{5,}}(?:{_GAP}[xXｘＸ×хХ](?![A-Za-z]))?")
_UNSEEN: Final = frozenset({"Cf", "Cc"})  # no break between groups, unless it is a line break
_SCIENTIFIC: Final = re.compile(r"(?<![\d.])([1-9])\.(\d{6,17})[eE]\+?(1[07])(?!\d)")
_ANNOUNCED: Final = re.compile(
    r"(?:电\s*话|手\s*机|座\s*机|传\s*真|热线|短号|联系方式|致电|来电|去电|拨打|微信|微\s*信号|QQ|Q Q|号码|(?<![A-Za-z])(?:tel|phone|mobile|fax)(?![A-Za-z]))"
    r"[^\d。；;，,\n]{0,6}$",
    re.IGNORECASE,
)
_EXTENSION: Final = re.compile(
    r"[\s（(]*(?:转|分机号?|内线|ext\.?|[-—–#*])[\s:：]*\d{1,6}(?!\d)[)）]?", re.IGNORECASE
)

_REGIONS: Final = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
        "91",
        "99",
    ]
)
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS: Final = "10X98765432"

_SHORTEST_CARD, _SHORTEST_PHONE = 15, 10
_MOBILE: Final = re.compile(r"(?:0?0?86)?0?1\d{10}")
# How telephone lists group the eleven digits of a mobile number.
_MOBILE_GROUPS: Final = frozenset(
    tuple(map(int, each.split("-")))
    for each in [
        "11",
        "3-4-4",
        "3-8",
        "7-4",
        "4-3-4",
        "3-3-5",
        "4-4-3",
        "5-6",
        "6-5",
        "4-7",
        "8-3",
        "3-4-2-2",
        "3-2-2-2-2",
        "3-2-3-3",
        "3-3-3-2",
        "2-2-2-2-2-1",
        "1-2-2-2-2-2",
        "1-1-1-1-1-1-1-1-1-1-1",
        "3-5-3",
        "3-6-2",
        "3-2-6",
        "4-4-2-1",
        "5-3-3",
        "5-4-2",
        "1-3-3-4",
        "2-3-3-3",
        "2-4-5",
        "3-1-3-4",
        "3-4-1-3",
    ]
)
_LANDLINE: Final = re.compile(r"0(?:10|2\d|[1-9]\d{2}|[1-9]\d)([1-9]\d{6,7})")
_LANDLINE_GROUPS: Final = frozenset(
    [(a, *rest) for a in (3, 4) for rest in ((7,), (8,), (3, 4), (4, 4), (4, 3), (2, 2, 3), (2, 2, 2, 2))]
    + [(11,), (12,)]
)
_PLAIN_GROUPS: Final = frozenset({(11,), (3, 4, 4), (3, 8), (7, 4)})
_FREE: Final = re.compile(r"[48]00\d{7}")
_FREE_GROUPS: Final = frozenset(
    {(10,), (3, 7), (3, 3, 4), (3, 4, 3), (6, 4), (3, 2, 2, 3), (3, 2, 5), (3, 5, 2)}
)
_DATE: Final = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


class PersonalNumber(NamedTuple):
    """A number of a person: where it stands in the text, and its digits alone."""

    start: int
    end: int
    digits: str


class _Digits(NamedTuple):
    """A run of digits: the plain digits, where each stands, and the groups they were typed in."""

    plain: str
    places: tuple[int, ...]
    begins: frozenset[int]  # positions at which a group begins; the length of `plain` among them
    edges: frozenset[
        int
    ]  # where a number may begin or end: there, and beside a letter that stands for a digit
    soft: int  # how many letters stand for digits
    gaps: tuple[str, ...]  # what was typed before each digit


def valid_id_number(text: str) -> bool:
    """Whether an 18-character ID number has the right check character (GB 11643)."""
    number = unicodedata.normalize("NFKC", text).strip().upper()
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return _CHECK_DIGITS[total % 11] == number[17]


def personal_numbers(text: str, *, identifier: bool = False) -> list[PersonalNumber]:
    """Return the ID card and telephone numbers of a text, in order and apart from each other."""
    if len(text) < 6:
        return []
    found = [each for run in _RUN.finditer(text) for each in _in_run(text, run, identifier)]
    if "E" in text or "e" in text:
        found += [_spread(match) for match in _SCIENTIFIC.finditer(text)]
    found.sort(key=lambda each: (each.start, -each.end))
    apart: list[PersonalNumber] = []
    for each in found:
        if apart and each.start < apart[-1].end:
            last = apart[-1]
            apart[-1] = PersonalNumber(last.start, max(last.end, each.end), last.digits)
        else:
            apart.append(each)
    return apart


def _spread(match: re.Match[str]) -> PersonalNumber:
    """A number as a sheet shows one that is too long: 9.91376199709216E+17."""
    return PersonalNumber(match.start(), match.end(), match[1] + match[2])


def _in_run(text: str, run: re.Match[str], identifier: bool) -> Iterator[PersonalNumber]:
    digits = _squeezed(text, run)
    if len(digits.plain) - digits.soft < 3:
        return
    long = len(digits.plain) >= _SHORTEST_CARD
    taken = [*_checked_cards(digits)] if long else []
    if not identifier and long:
        taken += [*_cards(digits, taken)]
    if not identifier and len(digits.plain) >= _SHORTEST_PHONE:
        taken += [*_phones(digits, taken)]
    for first, last in taken:
        start, end = digits.places[first], digits.places[last - 1] + 1
        if not identifier:
            if start and text[start - 1] in "+＋":
                start -= 1
            if (more := _EXTENSION.match(text, end)) and last - first < 15:
                end = more.end()
        yield PersonalNumber(start, end, digits.plain[first:last])
    whole = not set("".join(digits.gaps)) - set(" -—–\u3000\u00a0")
    if (
        not taken
        and not identifier
        and whole
        and _ANNOUNCED.search(text[max(0, run.start() - 16) : run.start()])
    ):
        yield PersonalNumber(run.start(), run.end(), digits.plain)


def _squeezed(text: str, run: re.Match[str]) -> _Digits:
    plain: list[str] = []
    places: list[int] = []
    gaps, begins, last = [""], {0}, ""
    soft: set[int] = set()
    for place in range(run.start(), run.end()):
        char = text[place]
        if char in _SOFT:
            soft.add(len(plain))
        digit = (
            _SOFT.get(char) or _SPOKEN.get(char) or (str(unicodedata.digit(char)) if char.isdecimal() else "")
        )
        if not digit and char in "xXｘＸ×хХ":
            digit = "X"
        if digit:
            kind = "spoken" if char in _SPOKEN else "digit"
            if last not in ("", kind) and char not in _SOFT:
                begins.add(len(plain))
            last = kind
            plain.append(digit)
            places.append(place)
            gaps.append("")
        elif char in "\n\r\t" or unicodedata.category(char) not in _UNSEEN:
            begins.add(len(plain))
            gaps[-1] += char
    begins.add(len(plain))
    edges = begins | {each for at in soft if at in begins or at + 1 in begins for each in (at, at + 1)}
    return _Digits("".join(plain), tuple(places), frozenset(begins), frozenset(edges), len(soft), tuple(gaps))


def _born(digits: str) -> bool:
    """Whether eight digits are a day on which somebody may be born."""
    try:
        day = dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return dt.date(1900, 1, 1) <= day <= dt.date(2099, 12, 31)


def _checked_cards(digits: _Digits) -> Iterator[tuple[int, int]]:
    """Windows of eighteen with region, birth date and check character, wherever the groups begin and end."""
    plain, at = digits.plain, 0
    while at + 18 <= len(plain):
        window = plain[at : at + 18]
        if (
            window[:2] in _REGIONS
            and "X" not in window[:17]
            and _born(window[6:14])
            and valid_id_number(window)
        ):
            yield at, at + 18
            at += 18
        else:
            at += 1


def _groups(digits: _Digits, first: int, last: int) -> tuple[int, ...]:
    inner = sorted({first, last, *(each for each in digits.begins if first < each < last)})
    return tuple(after - before for before, after in pairwise(inner))


def _windows(digits: _Digits, lengths: range, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Windows of whole groups that nothing has taken, the longest first at each beginning."""
    edges = sorted(digits.edges)
    for first in edges:
        for last in reversed(edges):
            if last - first in lengths and not any(a < last and first < b for a, b in taken):
                yield first, last


def _cards(digits: _Digits, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """ID cards by region and birth date alone: mistyped, shortened by a sheet, or of fifteen digits."""
    for first, last in _windows(digits, range(15, 21), taken):
        plain, groups = digits.plain[first:last], _groups(digits, first, last)
        if plain[:2] not in _REGIONS or "X" in plain[:-1]:
            continue
        if len(plain) == 15:
            if (len(groups) == 1 or groups == (6, 6, 3)) and _born("19" + plain[6:12]):
                yield first, last
        elif (
            len(plain) > 16
            and _born(plain[6:14])
            and (len(groups) == 1 or groups[:2] in ((6, 8), (3, 3), (6, 4)))
        ):
            yield first, last


def _phones(digits: _Digits, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    end = 0
    for first, last in _windows(digits, range(10, 17), taken):
        gaps = [gap.strip() or gap[:1] for gap in digits.gaps[first + 1 : last] if gap]
        if (
            first >= end
            and gaps != ["."]
            and _is_phone(digits.plain[first:last], _groups(digits, first, last), gaps)
        ):
            yield first, last
            end = last


def _is_phone(plain: str, groups: tuple[int, ...], gaps: list[str]) -> bool:
    if _MOBILE.fullmatch(plain):
        own = _after(groups, len(plain) - 11)
        if own in _PLAIN_GROUPS:
            return True
        year = own[0] == 4 and plain[-11:-9] == "19"  # 1998-2025-001
        return own in _MOBILE_GROUPS and not year and len(set(gaps[len(groups) - len(own) :])) == 1
    if landline := _LANDLINE.fullmatch(plain):
        return groups in _LANDLINE_GROUPS and not _DATE.fullmatch(landline[1])
    return bool(_FREE.fullmatch(plain)) and groups in _FREE_GROUPS


def _after(groups: tuple[int, ...], prefix: int) -> tuple[int, ...]:
    """The groups of a number without the digits of its prefix, which may be groups of their own."""
    rest = list(groups)
    while prefix:
        took = min(prefix, rest[0])
        rest[0] -= took
        prefix -= took
        if not rest[0]:
            del rest[0]
    return tuple(rest)
