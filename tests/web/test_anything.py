"""Whatever is sent, there is an answer in words and never a failure of the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.record.append import Draft
from ceasefire.record.claim import Claim, ClaimKind
from ceasefire.record.entry import name_of
from ceasefire.record.place import begin
from ceasefire.record.store import open_record
from ceasefire.web.app import PAGES
from ceasefire.web.editing.beginning import first_text
from ceasefire.web.editing.changes import _FORMS
from client import EXAMPLES, Browser, browser

FORM = {
    "title": "Valley",
    "as_of": "2021-02-01",
    "parties": "North\nSouth",
    "issues": "Truce: none | full\nRoad: shut | open",
}
FIELDS = [
    *(
        "do",
        "party",
        "demand",
        "rule",
        "title",
        "because",
        "level",
        "issue",
        "value",
        "number",
        "name",
        "role",
        "question",
    ),
    *(
        "options",
        "by",
        "step",
        "weight truce",
        "score truce full",
        "text",
        "on",
        "case",
        "url",
        "kind",
        "speaker",
        "about",
    ),
    *(
        "quote",
        "note",
        "document",
        "reliability",
        "credibility",
        "sensitivity",
        "field",
        "reason",
        "probability",
        "due",
    ),
    *(
        "package",
        "set",
        "drop",
        "what",
        "who",
        "since",
        "until",
        "as_of",
        "skip",
        "verdict",
        "count",
        "language",
        "back",
    ),
    *("status", "modality", "base_rate", "parties", "issues"),
]
ODD = [
    *(
        "",
        " ",
        "0",
        "-1",
        "1e400",
        "nan",
        "none",
        "truce = full",
        "truce = ",
        "((",
        "not",
        "a: b",
        "[",
        "{a: 1}",
        "&a *a",
    ),
    *(
        "!!python/x y",
        "parties.north",
        "parties.north.demands",
        "issues",
        "status_quo.truce=full",
        "2016-13-45",
        "\u202e",
    ),
    *("late August 2016", "../../x", "9" * 40, "[1, 2]", "1-2", "a | b", "A: a | b"),
]
VALUES = st.one_of(
    st.sampled_from([*ODD, *_FORMS, "north", "truce", "full", "statement", "save", "undo"]), st.text(max_size=30)
)
SENDS = [p.path for p in PAGES if p.sends is not None and p.path not in {"/sign-out", "/case/{name}/copy"}]
READS = [p.path for p in PAGES if p.reads]


SAID = Claim(kind=ClaimKind.DENIAL, note="no")
THING = name_of(SAID)


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> Browser:
    folder = tmp_path_factory.mktemp("folder")
    (folder / "valley").mkdir()
    (folder / "valley" / "case.yaml").write_text(first_text(FORM), encoding="utf-8")
    record = str(folder / "r.db")
    begin(record)
    with open_record(record, write=True) as held:
        assert held.append([Draft(SAID)], "tester").things == (THING,)
    return browser(folder=folder, record=record, agreements=(str(EXAMPLES / "valley.yaml"),)).enter()


def address(path: str, name: str) -> str:
    """An address with names that are there, or with another."""
    known = {"name": "valley", "agreement": "valley", "term": "1", "thing": THING, "article": "x", "incident": THING}
    return re.sub(r"{(\w+)}", lambda m: name or known[m[1]], path)


def usual(text: str) -> bool:
    """Whether a text can stand in an address as it is."""
    return all(c.isalnum() or c in "-_." for c in text)


@given(st.sampled_from(SENDS), st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=6))
def test_any_form(user: Browser, path: str, form: dict[str, str]) -> None:
    answer = user.post(address(path, ""), **form)
    assert answer.status_code in {200, 303, 400, 403, 404, 409, 422}, (path, form, answer.text[-500:])


@given(st.sampled_from(sorted(_FORMS)), st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=6))
def test_any_change_of_a_case(user: Browser, do: str, form: dict[str, str]) -> None:
    answer = user.post("/case/valley/edit", **{**form, "do": do})
    assert answer.status_code in {303, 400, 422}, (do, form)
    if answer.status_code == 303:
        page = user.get(answer.headers["location"])
        assert page.status_code == 200, (do, form)
        user.post("/case/valley/edit", do="undo")


@given(
    st.sampled_from(READS),
    st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=4),
    st.text(max_size=12).filter(usual),
)
def test_any_address(user: Browser, path: str, query: dict[str, str], name: str) -> None:
    answer = user.get(address(path, name), params=query)
    assert answer.status_code in {200, 400, 404, 414, 422}, (path, query, name, answer.text[-500:])


def test_the_folder_holds_nothing_that_nobody_asked_for(user: Browser) -> None:
    folder: Path = user.material.folder
    assert [p.name for p in folder.iterdir() if not p.is_dir() and not p.name.startswith("r.db")] == []
    assert not (folder.parent / "x").exists()
