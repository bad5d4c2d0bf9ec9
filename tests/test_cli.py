"""The command line: data on stdout, messages on stderr, exit codes, files, and messages as a person reads them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import jsonschema
import pytest
from click.testing import Result
from ruamel.yaml import YAML

from ceasefire.case.load import SHIPPED, case_schema, shipped_cases
from ceasefire.cli import main
from ceasefire.text.document import read_yaml
from conftest import SMALL

Run = Callable[..., Result]
RESULTS = ["assess", "zone", "impediments", "status", "stability"]


@pytest.mark.parametrize("command", RESULTS)
@pytest.mark.parametrize("case", shipped_cases())
def test_every_result_prints_and_is_json(run: Run, command: str, case: str) -> None:
    text = run(command, case)
    assert text.exit_code == 0, text.output
    assert text.stderr == ""
    assert "\x1b" not in text.stdout
    assert all(len(line) <= 100 for line in text.stdout.splitlines())
    value = json.loads(run(command, case, "--json").stdout)
    assert value["schema"] == {"assess": "assessment/1"}.get(command, f"{command}/1")


def test_output_goes_to_a_file(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    result = run("zone", "template", "--json", "-o", target)
    assert result.output == ""
    assert json.loads(target.read_text(encoding="utf-8"))["n_zone"] == 4
    refused = run("zone", "template", "-o", tmp_path / "no" / "such" / "folder.txt")
    assert refused.exit_code == 1
    assert "cannot write" in refused.stderr


@pytest.mark.parametrize(
    ("package", "said"),
    [
        ("geneva-outline", "Not signed: Russia would refuse."),
        ("geneva-outline,separation=complete", "Armed opposition groups would refuse"),
        ("status_quo", "Not signed"),
        ("air=areas,separation=mapped", "It splits a linked commitment"),
        ("transition=departure", "transition: departure"),
    ],
)
def test_explain(run: Run, package: str, said: str) -> None:
    result = run("explain", "syria-2016-08", package)
    assert result.exit_code == 0
    assert said in result.stdout


@pytest.mark.parametrize(
    ("package", "said"),
    [
        ("geneva-outlne", "did you mean `geneva-outline`?"),
        ("air=ground", "did you mean `grounded`?"),
        ("aire=grounded", "did you mean `air`?"),
        ("access=sustained", "breaks the rule `open-roads-need-truce`"),
    ],
)
def test_a_package_that_cannot_be_is_a_finding(run: Run, package: str, said: str) -> None:
    result = run("explain", "syria-2016-08", package)
    assert result.exit_code == 1
    assert said in str(result.exception) + result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["assess", "siria-2016-08"], "did you mean `syria-2016-08`?"),
        (["assess", "template", "--as-of", "2016-02-30"], "is not a day such as 2016-08-26"),
        (["assess", "template", "--budget", "0"], "0 is not in the range"),
        (["assess"], "Missing argument 'CASE'"),
        (["asess", "template"], "No such command 'asess'"),
        (["new", "x", "--from", "nothing"], "no case at `nothing`"),
    ],
)
def test_wrong_use_ends_with_2(run: Run, arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize("command", [*RESULTS, "check"])
def test_errors_in_a_case_end_with_1_and_are_all_shown(run: Run, write: Callable[[str], Path], command: str) -> None:
    folder = write(SMALL.replace("level: 50", "level: 500").replace("role: signatory", "role: signer", 1))
    result = run(command, folder)
    assert result.exit_code == 1
    shown = result.stdout + result.stderr
    assert "case.yaml:7:11: error: parties.north.role: `signer` is not one of" in shown
    assert "Traceback" not in shown


def test_check_as_json(run: Run, write: Callable[[str], Path]) -> None:
    result = run("check", write(SMALL.replace("level: 50", "level: 500")), "--json")
    assert result.exit_code == 1
    value = json.loads(result.stdout)
    assert value["schema"] == "findings/1"
    levels = [f for f in value["findings"] if f["code"] == "level"]
    assert (levels[0]["line"], levels[0]["column"], levels[0]["severity"]) == (11, 24, "error")


def test_a_budget_that_ends_the_search_is_said(run: Run) -> None:
    result = run("impediments", "syria-2016-08", "--budget", "2")
    assert "more exist, and a smaller one may be among them" in result.stdout
    assert json.loads(run("assess", "syria-2016-08", "--budget", "2", "--json").stdout)["provenance"]["exact"] is False
    assert "Not exact" in run("assess", "syria-2016-08", "--budget", "2").stdout


def test_a_new_case_is_checked_and_assessed(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    made = run("new", folder)
    assert made.stdout.strip() == str(folder / "case.yaml")
    assert "ceasefire check" in made.stderr
    assert run("check", folder).exit_code == 0
    assert "YES" in run("assess", folder).stdout
    again = run("new", folder)
    assert again.exit_code == 2
    assert "exists already" in again.stderr


def test_the_list_of_cases(run: Run) -> None:
    assert [line.split()[0] for line in run("cases").stdout.splitlines()] == list(shipped_cases())


@pytest.mark.parametrize("name", shipped_cases())
def test_shipped_cases_obey_the_schema(name: str) -> None:
    raw = (SHIPPED / name / "case.yaml").read_bytes()
    jsonschema.Draft7Validator.check_schema(case_schema())
    jsonschema.validate(read_yaml(raw, name).value, case_schema())
    assert YAML(typ="safe", pure=True).load(raw)["format"] == "case/1"


def test_the_schema_refuses_what_the_loader_refuses(run: Run) -> None:
    schema = json.loads(run("schema").stdout)
    value = read_yaml(SMALL.encode(), "small").value
    jsonschema.validate(value, schema)
    changes: list[dict[str, object]] = [{"extra": 1}, {"format": "case/2"}, {"parties": {}}]
    for change in changes:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**value, **change}, schema)


def test_names_from_right_to_left_are_set_off(run: Run, write: Callable[[str], Path]) -> None:
    folder = write(SMALL.replace("name: North", "name: الشمال"))
    assert "\u2068الشمال\u2069" in run("assess", folder).stdout


def test_errors_reach_a_person_without_a_traceback() -> None:
    program = Path(sys.executable).parent / "ceasefire"
    done = subprocess.run([program, "explain", "template", "road=opn"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == "road=opn: error: `road` has no option `opn` [unknown-name]\n    did you mean `open`?\n"


def test_a_reader_that_leaves_early_is_no_error() -> None:
    program = Path(sys.executable).parent / "ceasefire"
    with subprocess.Popen([program, "assess", "template"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""


def test_every_json_says_how_it_was_made(run: Run) -> None:
    for arguments in (
        ["zone", "template"],
        ["impediments", "template"],
        ["status", "template"],
        ["explain", "template", "elders-draft"],
    ):
        made = json.loads(run(*arguments, "--json").stdout)["provenance"]
        assert made["exact"] is True
        assert len(made["digest"]) == 64


def test_more_packages_on_request(run: Run) -> None:
    value = json.loads(run("zone", "nash1950-bill-and-jack", "--json", "--most", "500").stdout)
    assert (value["n_zone"], value["n_efficient"]) == (206, 11)
    assert (len(value["listed"]), len(value["others"])) == (11, 195)
    assert len(json.loads(run("zone", "nash1950-bill-and-jack", "--json", "--most", "5").stdout)["listed"]) == 5


@pytest.mark.parametrize("folder", ["/proc/x", "/etc/passwd"])
def test_a_new_case_where_nothing_can_be_written(run: Run, folder: str) -> None:
    result = run("new", folder)
    assert result.exit_code == 1
    assert f"cannot write {folder}" in result.stderr


def test_what_native_code_prints_does_not_mix_with_the_data() -> None:
    code = (
        "import ctypes, sys; from ceasefire import cli; from ceasefire.cli import shared; "
        "given = shared.deliver; "
        "noisy = lambda *a: (ctypes.CDLL(None).puts(b'noise'), given(*a)); "
        "shared.deliver = noisy; sys.argv = ['ceasefire', 'zone', 'template', '--json']; cli.run()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["schema"] == "zone/1"
    assert done.stderr == "noise\n"


def test_a_search_that_stopped_is_never_taken_for_nothing_in_the_way(run: Run) -> None:
    for budget in ("1", "2", "3"):
        text = run("impediments", "syria-2016-08", "--budget", budget).stdout
        assert "Nothing stands in the way of signing: the conditions" not in text
        assert "more exist" in text
        assessed = run("assess", "syria-2016-08", "--budget", budget).stdout
        assert "Least to ask of what was found before the search stopped" in " ".join(assessed.split())
    assert "No clash was found before the search stopped" in run("impediments", "syria-2016-08", "--budget", "1").stdout
    assert (
        "Nothing stands in the way of signing: the conditions" in run("impediments", "template", "--budget", "1").stdout
    )


ACTS = {
    "schema", "new", "set", "record new", "record add", "record correct", "record retract", "record checkpoint", "record export",
    "begin",
    "review", "agreement show", "agreement schema", "forecast derive", "forecast new", "forecast resolve", "report", "serve",
    "user add", "user change", "record erase", "record upgrade", "record attach", "mapping show", "mapping draft", "form",
    "queue assign", "queue grade", "queue merge", "queue split",
}  # fmt: skip
"""Commands that do something, or print a text that is its own format; every other one has --json."""


def leaves(command: click.Command, name: str = "") -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for word, inner in command.commands.items():
            yield from leaves(inner, f"{name} {word}".strip())
    else:
        yield name, command


def test_every_command_that_answers_does_so_in_json() -> None:
    silent = {name for name, command in leaves(main) if not any("--json" in p.opts for p in command.params)}
    assert silent <= ACTS


@pytest.mark.parametrize(
    "command", [("cases",), ("agreement", "list"), ("agreement", "check", "syria-2016-09"), ("mapping", "list")]
)
def test_lists_as_json(run: Callable[..., Result], command: tuple[str, ...]) -> None:
    value = json.loads(run(*command, "--json").stdout)
    assert value["schema"].endswith("/1")
    assert isinstance(value[value["schema"].split("/")[0]], list)


def test_output_to_stdout_to_a_pipe_and_to_a_full_device(tmp_path: Path) -> None:
    program = [sys.executable, "-c", "from ceasefire.cli import run; run()", "schema"]
    plain = subprocess.run(program, capture_output=True, text=True, check=True).stdout
    for name in ("-", "/dev/stdout"):
        assert subprocess.run([*program, "-o", name], capture_output=True, text=True, check=True).stdout == plain
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen([*program, "-o", str(pipe)]) as running:
        assert pipe.read_text(encoding="utf-8") == plain
    assert running.returncode == 0
    assert pipe.is_fifo()
    if Path("/dev/full").exists():
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(program, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        assert done.returncode == 1
        assert "standard output could not be written: No space left on device" in done.stderr
        assert "Traceback" not in done.stderr


def test_what_is_set_at_the_same_time_is_all_there(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text((SHIPPED / "syria-2016-08" / "case.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    program = [sys.executable, "-c", "from ceasefire.cli import run; run()", "set", str(case)]
    names = ("us", "russia", "turkey", "iran")
    running = [subprocess.Popen([*program, f"parties.{name}.name", f"Q{name}"]) for name in names]
    assert [one.wait() for one in running] == [0] * len(names)
    text = case.read_text(encoding="utf-8")
    assert all(f"name: Q{name}" in text for name in names)


@pytest.mark.parametrize("escape", ["\\e[31m", "\\u202E", "\\x07"])
def test_characters_written_as_escapes_are_refused_like_themselves(run: Run, tmp_path: Path, escape: str) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(SMALL.replace("title: ", f'title: "{escape}x" #', 1), encoding="utf-8")
    result = run("assess", case)
    assert result.exit_code == 1
    assert "may not stand in this text" in result.stderr


@pytest.mark.parametrize("moment", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00"])
def test_a_moment_at_the_edge_of_time_is_answered_in_words(run: Run, tmp_path: Path, moment: str) -> None:
    record = tmp_path / "a.db"
    assert run("record", "new", record).exit_code == 0
    result = run("record", "list", record, "--as-of", moment)
    assert result.exit_code in {1, 2}
    assert "lies before or after all time" in result.output
