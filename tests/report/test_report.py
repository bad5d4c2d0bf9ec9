"""The report as one file: complete, escaped, without network, with a table under each picture; and what is left out for whom."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ceasefire import assess, load_case
from ceasefire.analysis.dispute.compiled import dispute
from ceasefire.analysis.dispute.worth import Additive
from ceasefire.analysis.sign.tradeoff import tradeoff
from ceasefire.case.load import parse_case
from ceasefire.case.model import Case
from ceasefire.cli import main
from ceasefire.report.blocks import Figure, Report, Section, Table, Text
from ceasefire.report.full import JUDGED, Wanted, assessment_report, for_outside
from ceasefire.report.geography import map_picture, spots
from ceasefire.report.html import as_html
from ceasefire.report.markdown import as_markdown

ROOT = Path(__file__).parents[2]
VALLEY, EVENTS = ROOT / "docs" / "examples" / "valley.yaml", ROOT / "docs" / "examples" / "valley.jsonl"
SYRIA = ROOT / "src" / "ceasefire" / "cases" / "syria-2016-08" / "case.yaml"
WATCHED = ("--agreement", VALLEY, "--events", EVENTS, "--count", "incidents")
HOSTILE = '</title><script>alert(1)</script><img src=x onerror="alert(2)">'


def run(*words: object, code: int = 0) -> Result:
    done = CliRunner().invoke(main, [str(w) for w in words])
    assert done.exit_code == code, done.output
    return done


class Seen(HTMLParser):
    """Tags, ids and references of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.refers: list[str] = []
        self.handlers: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in {"src", "href", "xlink:href", "action", "srcset"}:
                self.refers.append(value or "")
            if name.startswith("on"):
                self.handlers.append(name)


@pytest.fixture(scope="module")
def syria() -> Report:
    case = load_case("syria-2016-08")
    return assessment_report(Wanted(assess(case), case, tradeoff(dispute(case), "us", "russia")))


def test_one_file_that_loads_nothing(syria: Report) -> None:
    page = as_html(syria)
    seen = Seen(page)
    assert {"script", "link", "iframe", "object", "embed", "form", "img"}.isdisjoint(seen.tags)
    assert all(ref.startswith("#") and ref[1:] in seen.ids for ref in seen.refers)
    assert len(seen.ids) == len(set(seen.ids))
    assert seen.handlers == []
    assert not re.search(r"url\((?!#frame)|@import", page)
    assert len(page.encode()) < 3_000_000


def test_every_section_and_the_ladder_are_there(syria: Report) -> None:
    assert [s.anchor for s in syria.sections] == [
        "drafts", "ladder", "packages", "impediments", "keep", "hold", "talks", "judgement", "sources",
    ]  # fmt: skip
    page = as_html(syria)
    for question in ("Would they sign?", "Would they keep it?", "Can they get there from here?", "Would it hold?"):
        assert f"<h3>{question}</h3>" in page
    assert page.count("<h1") == 1


def test_every_picture_has_words_and_a_table(syria: Report) -> None:
    figures = [b for s in syria.sections for b in s.blocks if isinstance(b, Figure)]
    assert len(figures) == 4
    for figure in figures:
        tree = ET.fromstring(figure.svg)  # noqa: S314  it is our own
        assert tree.attrib["role"] == "img"
        assert tree.attrib["aria-label"]
        assert figure.table is not None
        assert figure.table.rows
        assert all(len(row) == len(figure.table.head) for row in figure.table.rows)


def test_text_of_a_case_is_never_markup() -> None:
    raw = SYRIA.read_text(encoding="utf-8")
    for old in ("Syria, the Geneva talks of 26 August 2016", "a truce for the whole country"):
        assert old in raw
        raw = raw.replace(old, json.dumps(HOSTILE)[1:-1].replace('\\"', "'"))
    case = parse_case(raw.replace("name: United States", f"name: '{HOSTILE}'", 1).encode()).case
    assert case is not None
    report = assessment_report(Wanted(assess(case), case, tradeoff(dispute(case), "us", "russia")))
    seen = Seen(as_html(report))
    assert "script" not in seen.tags
    assert "img" not in seen.tags
    assert seen.handlers == []
    assert not re.search(r"(?<!\\)<", as_markdown(report)), "every < is escaped"


def test_markdown_and_json_say_the_same(syria: Report) -> None:
    text = as_markdown(syria)
    assert text.startswith("# Syria, the Geneva talks of 26 August 2016\n")
    assert "- **Would they sign? no.** None of the 576 possible packages" in text
    values = json.loads(run("report", "syria-2016-08", "--format", "json").stdout)
    assert values["schema"] == "report/1"
    assert [s["title"] for s in values["sections"]] == [s.title for s in syria.sections]
    assert {b["kind"] for s in values["sections"] for b in s["blocks"]} == {"text", "items", "table", "figure", "rungs"}


def test_outside_readers_get_no_judgement_of_the_parties(syria: Report) -> None:
    outside = for_outside(syria)
    assert JUDGED.isdisjoint(s.anchor for s in outside.sections)
    page = as_html(outside)
    assert "walk-away" not in page.split("<main>")[1]
    assert "Left out of this report:" in page


def test_the_tradeoff_agrees_with_looking_at_each_package() -> None:
    case = load_case("syria-2016-08")
    compiled = dispute(case)
    found = tradeoff(compiled, "us", "russia")
    assert found is not None
    us, russia = compiled.worths["us"], compiled.worths["russia"]
    assert isinstance(us, Additive)
    assert isinstance(russia, Additive)
    plain: dict[tuple[float, float], list[bool]] = {}
    for number in range(compiled.space.size):
        state = compiled.space.state(number)
        if compiled.possible(state):
            key = round(float(us.of(state) * us.unit), 6), round(float(russia.of(state) * russia.unit), 6)
            both = all(compiled.met(c, state) for p in ("us", "russia") for c in compiled.conditions_of(p))
            plain.setdefault(key, []).append(both)
    ours = {(round(p.first, 6), round(p.second, 6)): (p.n, p.accepted) for p in found.points}
    assert ours == {key: (len(held), any(held)) for key, held in plain.items()}
    best = {(round(p.first, 6), round(p.second, 6)) for p in found.points if p.efficient}
    better = {k for k in plain if not any(o != k and o[0] >= k[0] and o[1] >= k[1] for o in plain)}
    assert best == better


def test_a_map_is_coarse_and_needs_no_network() -> None:
    found = spots([(37.161, 36.202, True), (37.158, 36.199, False), (36.0, 33.5, False)])
    assert [(s.incidents, s.breaches) for s in found] == [(2, 1), (1, 0)]
    assert found[0].longitude == pytest.approx(37.2)
    picture = map_picture("Where", found, {"valley": [[(36, 35), (38, 35), (38, 37)]]})
    assert "Syria" in picture
    assert ET.fromstring(picture) is not None  # noqa: S314  it is our own
    assert map_picture("Where", (), {}) == ""
    assert ">100 km<" in map_picture("Where", spots([(35, 33, False), (42, 37, False)]), {})
    assert map_picture("Where", spots([(-170, -80, True)]), {})


def test_with_an_agreement_it_says_whether_it_is_holding(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    run("report", "syria-2016-08", *WATCHED, "-o", target)
    page = target.read_text(encoding="utf-8")
    assert "Is it holding: Truce of the two valleys" in page
    assert "calm broken" in page
    assert page.count("<svg") == 6
    assert "simulated calms like this one" in page


def test_reports_held_more_closely_are_left_out() -> None:
    page = run("report", "syria-2016-08", *WATCHED, "--redact", "green", "--format", "md").stdout
    assert "cannot tell: nobody looked: there is not one report" in page
    assert "Left out of this report: reports held more closely than green" in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--agreement", VALLEY), "--agreement needs either --events FILE or --record RECORD"),
        (("--events", EVENTS), "what are they to be held against?"),
        (("--between", "us"), "two parties of the case"),
        (("--between", "us,mars"), "two parties of the case"),
        (("--as-of", "soon"), "--as-of"),
    ],
)
def test_what_was_asked_wrongly_is_said(words: tuple[object, ...], said: str) -> None:
    assert said in run("report", "syria-2016-08", *words, code=2).stderr


def test_a_case_that_is_almost_empty_has_a_report(tmp_path: Path) -> None:
    run("new", tmp_path / "valley")
    page = run("report", tmp_path / "valley").stdout
    assert "Would they sign?" in page
    for name in ("prisoners-dilemma", "elmira"):
        if CliRunner().invoke(main, ["assess", name]).exit_code == 0:
            assert "<h1" in run("report", name).stdout


def test_right_to_left_text_keeps_its_direction() -> None:
    report = Report(
        "هدنة", "هل تصمد؟", "today", (Section("a", "A", (Text("حلب"), Table("t", ("h",), (("حلب",),)))),), "made"
    )
    page = as_html(report)
    assert '<h1 dir="auto">هدنة</h1>' in page
    assert '<p dir="auto" lang="en">حلب</p>' in page
    assert '<th scope="row" dir="auto">حلب</th>' in page


def test_a_report_of_many_packages_stays_small() -> None:
    n = 12
    scores = [{f"i{k}": {"a": 100 * ((k + up) % 2), "b": 100 * ((k + up + 1) % 2)} for k in range(n)} for up in (0, 1)]
    weights = {f"i{k}": 2**k * 0.37 + k for k in range(n)}
    case = Case.model_validate(
        {
            "format": "case/1",
            "title": "many",
            "as_of": "2020-01-01",
            "parties": {
                f"p{up}": {
                    "name": f"P{up}",
                    "role": "signatory",
                    "walk_away": {"level": 0},
                    "preferences": {"weights": weights, "scores": scores[up]},
                }
                for up in (0, 1)
            },
            "issues": {
                f"i{k}": {"question": f"q{k}", "options": ["a", "b"], "controllers": f"p{k % 2}"} for k in range(n)
            },
            "status_quo": {f"i{k}": "a" for k in range(n)},
        }
    )
    drawn = tradeoff(dispute(case), "p0", "p1")
    assert drawn is not None
    assert len(drawn.points) > 4_000
    page = as_html(assessment_report(Wanted(assess(case), case, drawn)))
    assert len(page.encode()) < 300_000
    assert "50 of" in page or "evenly spread" in page
