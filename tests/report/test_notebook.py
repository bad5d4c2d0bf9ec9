"""What a notebook shows of a case, an answer and a comparison."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import ceasefire
from ceasefire import Assessment, assess, load_case, what_if
from client import HOSTILE, Tags


def cell(value: Any) -> str:
    """What a notebook asks for: joined to the types when their public names are asked for."""
    found: str = value._repr_html_()
    return found


def test_an_answer_shows_its_ladder_and_pictures() -> None:
    result = assess(load_case("syria-2016-08"))
    shown = cell(result)
    assert "<h3>Would they sign?</h3>" in shown
    assert shown.count("<svg") == 2
    assert "<html" not in shown, "it is a part of somebody's page"
    assert isinstance(result, Assessment)


def test_a_case_and_a_comparison() -> None:
    case = load_case("syria-2016-08")
    assert "Who insists on what" in cell(case)
    calmer = case.model_copy(update={"title": "calmer"})
    both = what_if(assess(case), assess(calmer), ("title = calmer",))
    assert "title = calmer" in cell(both)


def test_hostile_words_stay_words_in_a_cell() -> None:
    case = load_case("syria-2016-08").model_copy(update={"title": HOSTILE, "question": HOSTILE})
    for shown in (case, assess(case)):
        page = cell(shown)
        assert Tags(page).bad == []


def test_the_case_is_in_no_json_and_the_html_costs_nothing_until_it_is_shown() -> None:
    from ceasefire.analysis.result import envelope

    assert "of" not in envelope("assessment/1", assess(load_case("syria-2016-08")))
    code = "import sys; from ceasefire import assess, load_case; assess(load_case('syria-2016-08'))"
    code += "; print('jinja2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
    assert "notebook" not in dir(ceasefire)
