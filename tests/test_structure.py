"""Arrows point one way, public names are sorted and real, files stay small, and prose names nothing of the workshop."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

import ceasefire
from ceasefire.addresses import MOVED

SOURCE = Path(ceasefire.__file__).parent
BASE = {"errors", "dates", "text", "table", "vocabulary", "offices", "_version"}
ALLOWED = {
    "errors": set[str](),
    "dates": set[str](),
    "_version": set[str](),
    "addresses": set[str](),
    "vocabulary": set[str](),
    "offices": {"dates", "vocabulary"},
    "text": {"errors"},
    "table": {"errors", "dates", "text"},
    "record": BASE,
    "reading": BASE | {"record"},
    "monitoring": BASE | {"record"},
    "case": BASE,
    "forecast": BASE,
    "analysis": BASE | {"case", "forecast"},
    "report": BASE | {"case", "analysis", "forecast", "monitoring", "record"},
    "web": BASE | {"case", "analysis", "report", "record", "reading", "monitoring", "forecast"},
    "notebook": BASE | {"case", "analysis", "report"},
    "cli": BASE | {"web", "case", "analysis", "report", "record", "reading", "monitoring", "forecast"},
}


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def test_imports_point_one_way() -> None:
    for path in modules():
        home = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        if home in {"__init__", "__main__"}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = (
                [a.name for a in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            for name in names:
                parts = name.split(".")
                if parts[0] == "ceasefire" and len(parts) > 1:
                    both = {"record"} if path.name == "build.py" and home == "case" else set()
                    assert parts[1] == home or parts[1] in ALLOWED[home] | both, f"{path}: {name}"
                if home in {"case", "analysis"}:
                    assert parts[0] not in {"click", "sqlalchemy", "starlette", "time", "random"}, f"{path}: {name}"


def test_rooms_of_monitoring_point_one_way() -> None:
    """counts <- terms <- promises, counts <- calls; what stands above them all may use each."""
    allowed = {"counts": {"counts"}, "terms": {"counts", "terms"}, "calls": {"counts", "calls"}}
    allowed |= {"promises": {"terms", "promises"}, "backtest": {"counts", "calls", "backtest"}}
    for room, others in allowed.items():
        for path in sorted((SOURCE / "monitoring" / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ceasefire.monitoring."):
                    assert (node.module or "").split(".")[2] in others, f"{path}: {node.lineno}"


def test_public_names_are_sorted_and_there() -> None:
    names = ceasefire.__all__
    assert names == sorted(names, key=str)
    for name in names:
        assert getattr(ceasefire, name) is not None
    assert dir(ceasefire) == names
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        ceasefire.nothing  # noqa: B018


def test_the_command_line_starts_without_the_heavy_parts() -> None:
    heavy = {"numpy", "scipy", "pydantic", "ruamel", "rich", "sqlalchemy", "alembic", "jinja2", "starlette", "shapely"}
    code = f"import sys, ceasefire.cli; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_assessing_an_enumerable_case_needs_no_solver() -> None:
    code = "import sys; from ceasefire import assess, load_case; assess(load_case('syria-2016-08'))"
    code += "; print('scipy.optimize' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_files_stay_small() -> None:
    for path in [*modules(), *Path(__file__).parent.rglob("*.py")]:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path
        assert path.stem not in {"utils", "util", "helpers", "manager", "common", "misc"}, path


def test_modules_answer_at_their_former_addresses_too() -> None:
    for former, present in MOVED.items():
        assert importlib.import_module(former) is importlib.import_module(present)
        assert importlib.import_module(present).__spec__.name == present  # type: ignore[union-attr]  # a module that was imported has one
    assert importlib.util.find_spec("ceasefire.analysis.never_was") is None


def test_no_module_of_a_room_imports_in_a_circle() -> None:
    imports = {module_name(path): imported(path) for path in modules()}

    def reach(name: str, seen: tuple[str, ...]) -> None:
        assert name not in seen, " -> ".join((*seen, name))
        for other in imports.get(name, ()):
            if other in imports and not name.startswith(f"{other}."):
                reach_once(other, (*seen, name))

    done: set[str] = set()

    def reach_once(name: str, seen: tuple[str, ...]) -> None:
        if name not in done:
            reach(name, seen)
            done.add(name)

    for name in imports:
        reach_once(name, ())


def module_name(path: Path) -> str:
    return ".".join(("ceasefire", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")


def imported(path: Path) -> set[str]:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    found = {n.module for n in nodes if isinstance(n, ast.ImportFrom) and n.module}
    return {name for name in found if name.startswith("ceasefire.")}
