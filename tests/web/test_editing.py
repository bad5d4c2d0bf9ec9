"""Editing a case: what forms mean, undo, saving with comments kept, and never over what somebody else wrote."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.case.edit import Change
from ceasefire.case.load import load_case
from ceasefire.errors import MaterialError
from ceasefire.text.document import read_yaml
from ceasefire.web.editing.beginning import first_text
from ceasefire.web.editing.changes import at, change_of, named
from ceasefire.web.editing.edits import Conflict, Edit, Editing, checked
from ceasefire.web.editing.unsaved import place_of
from client import Browser, browser

FORM = {
    "title": "The valley",
    "question": "Will it hold?",
    "as_of": "2026-01-31",
    "parties": "North\nSouth\nBorder Commission (mediator)",
    "issues": "Truce: none | local | full\nRoad: shut | open",
}


@pytest.fixture
def user(tmp_path: Path) -> Browser:
    return browser(folder=tmp_path).enter()


def begun(user: Browser) -> str:
    """The address of the editing page of a case begun there."""
    return str(user.post("/new", **FORM).headers["location"])


def tree_of(text: str) -> object:
    return read_yaml(text.encode(), "case").value


def test_from_nothing_to_an_answer(user: Browser, tmp_path: Path) -> None:
    edit = begun(user)
    assert edit == "/case/the-valley/edit"
    for party, rule in (("north", "truce = full"), ("south", "road = open")):
        here = f"{edit}?part=party-{party}"
        answer = user.post(here, do="want", party=party, rule=rule)
        assert answer.status_code == 303, answer.text
        done = user.post(here, do="demand", party=party, title="no less", rule="not truce = none", because="said so")
        assert done.status_code == 303, done.text
    page = user.get(edit).text
    assert "Would they sign?" in page
    user.post(edit, do="save")
    case = load_case(str(tmp_path / "the-valley"))
    assert case.parties["north"].preferences is not None
    assert [s.rule for s in case.parties["north"].preferences.prioritised or ()] == ["truce = full"]
    answer = user.get("/case/the-valley")
    assert "<h3>Would they sign?</h3>" in answer.text


def test_a_case_that_lacks_parts_says_all_of_them(user: Browser, tmp_path: Path) -> None:
    answer = user.post("/new", title="", as_of="yesterday", parties="X (king)", issues="Truce: none")
    assert answer.status_code == 422
    for words in ("a title is missing", "`king` is no role", "at least two options"):
        assert words in answer.text
    assert list(tmp_path.iterdir()) == []


def test_a_case_that_came_into_the_folder_is_seen_and_its_name_not_taken(user: Browser, tmp_path: Path) -> None:
    (tmp_path / "the-valley").mkdir()
    (tmp_path / "the-valley" / "case.yaml").write_text(first_text({**FORM, "title": "Theirs"}), encoding="utf-8")
    assert user.post("/new", **FORM).headers["location"] == "/case/the-valley-2/edit"
    assert "Theirs" in user.get("/").text


def test_names_come_from_titles_in_any_script() -> None:
    assert named("Government of the North!", [], "party") == "government-of-the-north"
    assert named("حكومة الشمال", [], "party") == "حكومة-الشمال"
    assert named("A", ["a"], "x") == "a-2"
    assert named("123 ...", [], "party") == "party"


@given(st.text(max_size=60), st.lists(st.text(max_size=5), max_size=3))
def test_names_of_whatever_can_be_names(title: str, others: list[str]) -> None:
    taken = [named(o, [], "x") for o in others]
    name = named(title, taken, "party")
    assert name not in taken
    read = read_yaml(f"{name}: 1\n".encode(), "name")
    assert read.value == {name: 1}


def test_undo_and_redo_go_through_every_text(user: Browser) -> None:
    edit = begun(user)
    editing = user.material.door.sessions.known[user.session].editing
    texts = []
    for value in ("local", "full", "none"):
        user.post(edit, do="status-quo", issue="truce", value=value)
        texts.append(editing["the-valley"].text)
    assert len(set(texts)) == 3
    user.post(edit, do="undo")
    user.post(edit, do="undo")
    assert editing["the-valley"].text == texts[0]
    user.post(edit, do="redo")
    assert editing["the-valley"].text == texts[1]
    user.post(edit, do="status-quo", issue="road", value="open")
    assert user.post(edit, do="redo").status_code == 303
    assert not editing["the-valley"].undone, "a new change leaves nothing to do again"
    user.post(edit, do="discard")
    assert not editing["the-valley"].edits


def test_saving_keeps_comments_order_and_the_rest(tmp_path: Path) -> None:
    user = browser(folder=tmp_path).enter()
    copied = user.post("/case/syria-2016-08/copy").headers["location"]
    assert copied == "/case/my-syria-2016-08/edit"
    path = tmp_path / "my-syria-2016-08" / "case.yaml"
    before = path.read_text(encoding="utf-8")
    user.post(copied, do="walk-away", party="russia", level="20-30")
    step = next(iter(load_case(str(path)).talks.steps))
    user.post(copied, do="step-status", step=step, value="contested")
    assert path.read_text(encoding="utf-8") == before, "nothing is written until it is saved"
    user.post(copied, do="save")
    after = path.read_text(encoding="utf-8")
    changed = [b for a, b in zip(before.splitlines(), after.splitlines(), strict=True) if a != b]
    assert len(changed) == 2, changed
    assert "20" in changed[0]
    assert "contested" in changed[1]


def test_a_file_that_somebody_else_changed_is_not_overwritten(user: Browser, tmp_path: Path) -> None:
    edit = begun(user)
    path = tmp_path / "the-valley" / "case.yaml"
    user.post(edit, do="status-quo", issue="truce", value="local")
    user.post(f"{edit}?part=party-north", do="demand", party="north", title="", rule="truce = full")
    theirs = path.read_text(encoding="utf-8").replace("road: shut", "road: open").replace("  north:", "  nord:")
    path.write_text(theirs, encoding="utf-8")
    answer = user.post(edit, do="save")
    assert answer.status_code == 409
    assert "+  road: open" in answer.text
    assert path.read_text(encoding="utf-8") == theirs
    followed = user.post(edit, do="follow")
    assert followed.status_code == 422
    assert "there is nothing at `parties.north`" in followed.text, "what no longer fits is told"
    user.post(edit, do="save")
    saved = path.read_text(encoding="utf-8")
    assert "truce: local" in saved
    assert "road: open" in saved


def test_the_text_as_a_whole_with_its_findings(user: Browser, tmp_path: Path) -> None:
    edit = begun(user)
    path = tmp_path / "the-valley" / "case.yaml"
    text = path.read_text(encoding="utf-8")
    wrong = user.post("/case/the-valley/text", text=text.replace("road: shut", "road: closed"))
    assert wrong.status_code == 422
    assert "has no option `closed`" in wrong.text
    assert user.post("/case/the-valley/text", text="]").status_code == 422
    tagged = user.post("/case/the-valley/text", text="title: !!python/object/apply:os.system [id]\n")
    assert tagged.status_code == 422
    right = user.post("/case/the-valley/text", text=text.replace("The valley", "The other valley"))
    assert right.status_code == 303
    user.post(edit, do="save")
    assert "The other valley" in path.read_text(encoding="utf-8")


def test_a_form_that_asks_for_what_cannot_be_changes_nothing(user: Browser) -> None:
    edit = begun(user)
    for form in (
        {"do": "nothing-known"},
        {"do": "demand", "party": "nobody", "rule": "truce = full"},
        {"do": "demand", "party": "north", "rule": ""},
        {"do": "demand", "party": "north", "rule": "truce = full", "title": "a\u202eb"},
        {"do": "drop-demand", "party": "north", "demand": "../../x"},
        {"do": "walk-away", "party": "north", "level": "much"},
        {"do": "walk-away", "party": "north", "level": "!!python/object:x"},
        {"do": "add-issue", "question": "Water", "options": "one"},
        {"do": "add-party", "name": "East", "role": "king"},
        {"do": "drop-want", "party": "north", "number": "7"},
        {"do": "weigh", "party": "north"},
        {"do": "step-status", "step": "x", "value": "agreed"},
    ):
        assert user.post(edit, **form).status_code == 422, form
    assert not user.material.door.sessions.known[user.session].editing["the-valley"].edits


def test_weights_and_scores_are_set_and_only_what_differs_is_touched() -> None:
    text = first_text(FORM)
    form = {
        "do": "weigh",
        "party": "north",
        "weight truce": "3",
        "score truce none": "0",
        "score truce local": "40-60",
        "score truce full": "100",
    }
    edit = Edit(change_of(form, tree_of(text)))
    after = edit.applied(text, "case.yaml")
    assert [f for f in checked(after, "case").findings if f.severity == "error"] == []
    again = change_of({**form, "score truce full": "90"}, tree_of(after))
    assert again == Change({"parties.north.preferences.scores.truce.full": 90})
    assert change_of(form, tree_of(after)) == Change()
    with pytest.raises(MaterialError, match="needs a score"):
        change_of({"do": "weigh", "party": "north", "weight truce": "1"}, tree_of(text))


def test_a_path_that_is_not_there_yet_is_made() -> None:
    assert at({"a": {"b": 1}}, ["a", "c", "d"], 2) == Change({"a.c": {"d": 2}})
    assert at({"a": None}, ["a", "c"], 2) == Change({"a": {"c": 2}})
    assert at({}, ["a"], 2) == Change({"a": 2})


def test_an_editing_session_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + first_text(FORM).replace("\n", "\r\n").encode())
    editing = Editing.begin(path)
    editing.make(Edit(Change({"title": "New"})))
    editing.save()
    assert load_case(str(path)).title == "New"
    editing.make(Edit("title: other\n"))
    path.write_text("title: theirs\n", encoding="utf-8")
    with pytest.raises(Conflict):
        editing.save()
    assert [f.code for f in editing.follow()] == ["text"]
    assert editing.text == "title: theirs\n"
    editing.make(Edit(Change({"title": "mine"})))
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(MaterialError, match="UTF-8"):
        editing.follow()
    with pytest.raises(MaterialError, match="UTF-8"):
        editing.save()
    assert path.read_bytes() == b"\xff\xfe", "and what cannot be read is not overwritten either"
    assert editing.told == ("title = mine",)


def test_a_program_that_is_killed_loses_no_change(tmp_path: Path) -> None:
    folder = tmp_path / "valley"
    folder.mkdir()
    path = folder / "case.yaml"
    path.write_text(first_text(FORM), encoding="utf-8")

    def edits() -> tuple[str, ...]:
        """What somebody finds who starts the program again."""
        user = browser(folder=tmp_path).enter()
        user.get("/case/valley/edit")
        return user.material.door.sessions.known[user.session].editing["valley"].told

    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; from client import browser; import os, signal;"
        "user = browser(folder=Path(sys.argv[2])).enter();"
        "[user.post('/case/valley/edit', do='status-quo', issue='truce', value=v) for v in ('local', 'full')];"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    line = [sys.executable, "-c", code, str(Path(__file__).parent.parent), str(tmp_path)]
    assert subprocess.run(line, check=False).returncode == -9
    assert edits() == ("status_quo.truce = local", "status_quo.truce = full")
    path.write_text(path.read_text(encoding="utf-8").replace("road: shut", "road: open"), encoding="utf-8")
    user = browser(folder=tmp_path).enter()
    assert user.post("/case/valley/edit", do="save").status_code == 409, "and still sees what somebody else wrote"
    user.post("/case/valley/edit", do="follow")
    user.post("/case/valley/edit", do="save")
    assert "truce: full" in path.read_text(encoding="utf-8")
    assert list(folder.glob(".*.unsaved")) == []
    place_of(path, "tester").write_text("{", encoding="utf-8")
    assert edits() == (), "what cannot be read is left alone"
