"""Sentences: every code has one, and the awkward cases read as they should."""

from __future__ import annotations

from datetime import date

import pytest

from ceasefire.analysis.keep.enforcement import Breach
from ceasefire.analysis.ladder import Rung, Verdict
from ceasefire.analysis.result import Step
from ceasefire.analysis.talks import Kept, MilestoneLine
from ceasefire.case.load import load_case
from ceasefire.report.breaches import breach_sentence
from ceasefire.report.page import Page
from ceasefire.report.phrases import count, isolate, listed, points
from ceasefire.report.words import Words

WORDS = Words(load_case("syria-2016-08"))


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (
            Step(
                "zone", {"n_zone": None, "n_possible": None, "n_efficient": None, "today": False, "n_unreachable": None}
            ),
            "There are packages that meet what United States, Russia",
        ),
        (Step("nothing-new", {"today": True}), "today's state does, and to sign it is to promise to keep it"),
        (Step("nothing-new", {"today": False}), "can no longer be brought about"),
        (Step("bypassed", {"party": "syria", "on": "turkey"}), "Syrian government was bypassed on turkey"),
        (Step("no-draft", {"packages": ["p"]}), "is `p` on the table?"),
        (Step("large-zone", {"n_zone": 1, "n_possible": 4}), "holds 25% of all packages (1 of 4)"),
        (
            Step("gift", {"party": "syria", "issue": "air", "option": "grounded", "share": 0.41}),
            "In 41% of the zone Syrian government gives air as grounded, to its own loss",
        ),
        (Step("accepts-anything", {"party": "us"}), "United States would accept anything"),
        (Step("accepts-nothing", {"party": "us"}), "United States would accept nothing at all"),
        (Step("matters-to-nobody", {"issue": "air"}), "air matters to nobody"),
        (Step("zone-empty", {"n_possible": None}), "No package meets what"),
        (Step("undecided", {"bound": "the integer program stopped"}), "the integer program stopped."),
        (Step("no-class", {}), "names no reference class"),
        (Step("nothing-opens", {}), "No set of concessions was found"),
        (Step("too-many-states", {"states": 10**9, "most": 2**24}), "1e+09 states are more than the 16,777,216"),
        (Step("case-older", {"case": date(2016, 8, 26), "as_of": date(2016, 9, 1)}), "written as of 26 August 2016"),
        (Step("case-newer", {"case": date(2016, 8, 26), "as_of": date(2016, 8, 1)}), "shown as of 1 August 2016"),
        (Step("no-walk-away", {"parties": ["us"]}), "No walk-away is given for United States"),
        (
            Step("keep", {"in_zone": True, "n_signed": 3, "n_signed_kept": 0, "most_fragile": None, "by_order": ()}),
            "somebody would gain by leaving it",
        ),
        (
            Step("keep", {"in_zone": False, "evenly": (1, 2), "most_fragile": None, "by_order": ()}),
            "nobody would gain by breaking it. Of 2 that are equally fair 1 would be kept.",
        ),
        (
            Step("reach", {"in_zone": True, "steps": None}),
            "No sequence of steps leads from today's state to the best of them.",
        ),
        (Step("reach", {"in_zone": False, "steps": 0}), "Today's state is that package."),
    ],
)
def test_sentences(step: Step, said: str) -> None:
    assert said in WORDS.rung(Rung("sign", "?", Verdict.UNDECIDED, (step,)))


def breach(**changes: object) -> str:
    facts = {
        "party": "us",
        "commitment": "",
        "changes": {"targeting": ("joint", "none")},
        "keeps": 50.0,
        "breaks": 60.0,
        "punished": 30.0,
        "punished_by": "otherwise",
        "leave": (),
        "gain": 10.0,
        "patience": 1 / 3,
        "forgiving": None,
        "verdict": "held",
        "seen_needed": None,
        "guarantee": 0.0,
        "sponsors": (),
        **changes,
    }
    return breach_sentence(Breach(**facts), WORDS)  # type: ignore[arg-type]  # a table of facts by name


def test_breaches() -> None:
    assert (
        breach() == "United States would gain 10 by taking targeting from joint to none; "
        "held from a patience of 0.33 on, which its record suggests"
    )
    assert breach(verdict="open").endswith("which its record leaves open")
    assert breach(verdict="not held").endswith("more than its record suggests")
    assert breach(gain=-3.0, patience=0.0) == "United States gains nothing by taking targeting from joint to none"
    worse = "going back to today's state, worth 55 to it against 50 for keeping, would not deter it; a guarantee worth 10 would"
    assert worse in breach(patience=None, verdict="not held", punished=55.0, guarantee=10.0)
    assert "would not deter it; a guarantee" in breach(patience=None, verdict="not held")
    left = breach(verdict="open", leave=("turkey",))
    assert left.endswith("but going back deters only while all stay there, and Turkey would not")
    assert "nobody could and would answer it" in breach(patience=None, verdict="not held", punished_by="nobody")
    answered = breach(patience=None, verdict="not held", punished_by="the others")
    assert "the worst that the others would answer with leaves it 30, which would not deter it" in answered


def test_milestones() -> None:
    late = MilestoneLine("m", "the first convoy", "2016-08-01", Kept.LATE, 1, "")
    assert WORDS.milestone(late) == "late by 1 day: the first convoy (due 2016-08-01)"
    missed = MilestoneLine("m", "the first convoy", "2016-08-01", Kept.MISSED, 25, "")
    assert WORDS.milestone(missed) == "missed: the first convoy (due 2016-08-01, 25 days ago)"


def test_small_words() -> None:
    assert [listed(x) for x in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert (count(1, "day"), count(1200, "day"), count(2, "way", "ways")) == ("1 day", "1,200 days", "2 ways")
    assert (points(None), points(0), points(0.4), points(12.6)) == ("?", "0", "0.4", "13")
    assert isolate("الشمال") == "\u2068الشمال\u2069"
    assert isolate("North") == "North"


def test_a_page_wraps_and_aligns() -> None:
    page = Page(30, color=True)
    page.heading("A heading")
    page.text("a sentence that is longer than the page is wide", 2, "- ")
    page.columns([("name", "1,234"), ("longer name", "5")])
    page.columns([])
    assert str(page) == (
        "\x1b[1mA heading\x1b[0m\n  - a sentence that is longer\n    than the page is wide\n"
        "  name         1,234\n  longer name      5\n"
    )
