"""How fast claims are read from report prose, and whether the time grows with the length alone.

    python benchmarks/claims.py [MEGABYTES ...]

Reads made-up prose of 1, 2, 5 and 10 MB (UTF-8) unless said otherwise: once dense with figures (a figure every
17 characters, twice as many as a report has) and once as thin as a published report. Prints seconds of processor
time, MB a second, and the numbers found. The bound to hold: 1 MB a second, and the same rate at every length.
"""

from __future__ import annotations

import sys
import time

from fazhi_metrics.audit import read_claims

VERBS = (
    "化解矛盾纠纷",
    "办结案件",
    "检查企业",
    "累计投入",
    "全年培训",
    "其中，收缴罚款",
    "占比达",
    "惠及群众",
    "同比下降",
)
UNITS = ("起", "件", "家次", "万元", "人次", "余份", "%", "余户", "个百分点")
PROSE = (
    "坚持以人民为中心，统一部署、一体推进，进一步压实责任，形成齐抓共管的工作格局。",
    "（一）落实第十二条规定，按照甲政发〔2025〕3号要求，2025年1月至11月持续开展“三项行动”。",
    "健全完善矛盾纠纷多元预防调处化解综合机制，推动法治建设与基层治理深度融合，群众获得感稳步提升，安全事故零发生。",
)


def passage(sentences: int, figures: int) -> str:
    """Return made-up prose with so many figures to a sentence of words."""
    parts = []
    for i in range(sentences):
        counted = (
            f"{VERBS[(i + 2 * j) % len(VERBS)]}{(i * 97 + j * 1013) % 9999 + 1}{UNITS[(i * j + i) % len(UNITS)]}"
            for j in range(figures)
        )
        parts.append(f"{PROSE[i % len(PROSE)]}{'，'.join(counted)}。\n")
    return "".join(parts)


def main() -> None:
    """Time both kinds of prose at every length."""
    sizes = [float(size) for size in sys.argv[1:]] or [1.0, 2.0, 5.0, 10.0]
    for name, figures in (("dense", 6), ("thin", 1)):
        base = passage(200, figures)
        for size in sizes:
            text = base * max(1, round(size * 1e6 / len(base.encode())))
            start = time.process_time()
            claims = read_claims(text)
            seconds = time.process_time() - start
            megabytes = len(text.encode()) / 1e6
            sys.stdout.write(
                f"{name:5} {megabytes:5.1f} MB {seconds:6.2f} s {megabytes / seconds:5.2f} MB/s "
                f"{len(claims.figures):7} figures {len(claims.excluded):7} excluded {len(claims.trends):6} trends\n"
            )


if __name__ == "__main__":
    main()
