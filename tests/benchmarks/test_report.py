"""The page that says what was measured."""

import json
from pathlib import Path

from tests.benchmarks import report


def measured(engine: str, time: float, **info: object) -> dict[str, object]:
    """One benchmark as its plugin writes it."""
    return {"extra_info": {"engine": engine, **info}, "stats": {"min": time}}


def test_the_page_has_a_line_for_each_question_and_each_figure(tmp_path: Path) -> None:
    """Times, overhead and ratios are those that were measured; a bound says that it is one."""
    benchmarks = [
        measured("kg", 0.010, question="a/b", rows=1200, alone=0.008),
        measured("kg", 0.0002, question="c/d", rows=1, alone=0.00017),
        measured("oxigraph", 0.020, question="a/b", rows=1200),
        measured("fuseki", 10.2, question="a/b", rows=None, capped="", same=False),
        measured("fuseki", 0.0001, question="c/d", rows=2, same=False),
        measured("virtuoso", 0.005, question="a/b", rows=1200, same=True),
        measured("virtuoso", 0.001, question="c/d", rows=None, refused="an error", same=False),
        measured("rdflib", 10.0, question="a/b", rows=None, capped=10.0),
        measured("opening", 3.0, size=1_004_285, opened=0.02, memory=180.0, slowest=0.3, question="a/b"),
        measured("policy", 0.004, question="none"),
    ]
    file = tmp_path / "measured.json"
    file.write_text(json.dumps({"benchmarks": benchmarks}))
    page = "\n".join(report.lines(report.read(file)))
    cells = "20.00 | 2.0 | >10,200.00 | >1,020.0 | 5.00 | 0.5 | >10,000.00 | >1,000.0 |"
    assert f"| a/b | 1,200 | 10.00 | 8.00 | +25.0 % | {cells}" in page
    assert "| c/d | 1 | 0.20 | 0.17 | +30 µs |  |  | ≠0.10 | ≠0.5 | refused |  |  |  |" in page
    one = "a lower bound: 1 of 1 were ended; 1 refused or answered otherwise are left out"
    assert f"| fuseki, geometric mean of ratios | at least 1 | 1020.0, {one} |" in page
    assert "| virtuoso, geometric mean of ratios | at least 1 | 0.5; 1 refused or answered" in page
    assert "| rdflib, geometric mean of ratios | at least 50 | 1000.0, a lower bound: 1 of 1 were ended |" in page
    assert "| opening 1,004,285 triples | under 50 ms | 20.0 ms |" in page
    assert page.index("| a/b |") < page.index("| c/d |")
