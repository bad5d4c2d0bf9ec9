"""Bad material: each problem is found, at its line and column, with what to do; all of them in one run."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.analysis.examine import examine
from ceasefire.case.load import Loaded, parse_case, read_case
from ceasefire.errors import Finding, Severity
from conftest import SMALL

Read = Callable[[str], Loaded]


def everything(loaded: Loaded) -> list[Finding]:
    found = list(loaded.findings)
    if loaded.case is not None and not loaded.errors:
        found += [p.finding(loaded.document) for p in examine(loaded.case)]
    return found


def small(old: str, new: str) -> str:
    assert old in SMALL
    return SMALL.replace(old, new, 1)


# (what is changed, into what, code, line, column, part of the message, part of the hint)
TABLE = [
    ("role: signatory", "role: signatorry", "shape", 7, 11, "`signatorry` is not one of signatory, veto holder", ""),
    ("name: North", "nam: North", "unknown-field", 6, 5, "`nam` is not a word", "did you mean `name`?"),
    ("title: Two at a bridge", "subtitle: x", "missing", 1, 1, "`title` is missing", "add `title:`"),
    ("format: case/1", "format: case/9", "shape", 1, 9, "`case/9` is not a format this version reads", "case/1"),
    ("  south:\n", "  north:\n", "duplicate-key", 13, 3, "`north` is given twice", "first in line 5"),
    ("as_of: 2020-01-01", "as_of: 2020-02-30", "shape", 3, 8, "`2020-02-30` is not a day that exists", "2016-08-26"),
    ("{truce: 60, bridge: 40}", "{truce: -1, bridge: 40}", "weight", 9, 24, "cannot be negative", "scores round"),
    (
        "{truce: 60, bridge: 40}",
        "{truce: 0, bridge: 0}",
        "weight",
        9,
        7,
        "all weights are zero",
        "every package is the same",
    ),
    ("{truce: 60, bridge: 40}", "{truce: .nan, bridge: 40}", "shape", 9, 24, "finite number", ""),
    ("{truce: 60, bridge: 40}", "{truce: .inf, bridge: 40}", "shape", 9, 24, "finite number", ""),
    ("{truce: 60, bridge: 40}", "{truce: yes, bridge: 40}", "shape", 9, 24, "expected a number such as 40", ""),
    ("{truce: 60, bridge: 40}", "{truce: [7, 3], bridge: 40}", "shape", 9, 24, "upside down", ""),
    ("{truce: 60, bridge: 40}", "{truce: 60}", "missing-weight", 9, 7, "no weight for `bridge`", "`bridge: 0`"),
    ("{truce: 60, bridge: 40}", "{truce: 60, brigde: 40}", "unknown-name", 9, 28, "no issue `brigde`", "`bridge`?"),
    (
        "bridge: {shut: 100, open: 0}",
        "bridge: {shut: 99.9876543210987, open: 0.00000000000012345}",
        "precision",
        8,
        5,
        "too many digits",
        "round",
    ),
    (
        "bridge: {shut: 100, open: 0}",
        "bridge: {shut: 100}",
        "missing-score",
        10,
        45,
        "no score for `bridge = open`",
        "0 to 100",
    ),
    ("bridge: {shut: 100, open: 0}", "bridge: {shut: 101, open: 0}", "score", 10, 60, "0 (worst) to 100", "rescale"),
    ("walk_away: {level: 50}", "walk_away: {level: 120}", "level", 11, 24, "0 to 100", "scale"),
    (
        "walk_away: {level: 50}",
        "walk_away: {level: 50, state: status_quo}",
        "shape",
        11,
        16,
        "either `level` or `state`",
        "",
    ),
    (
        "walk_away: {level: 50}",
        "walk_away: {state: status_qo}",
        "unknown-name",
        11,
        24,
        "no package `status_qo`",
        "`status_quo`?",
    ),
    (
        "walk_away: {state: status_quo}",
        "walk_away: {state: {truce: none}}",
        "missing-issue",
        19,
        24,
        "about `bridge`",
        "shut",
    ),
    ("demands: {}", "demands: {d: trce = full}", "unknown-name", 12, 18, "no issue `trce`", "`truce`?"),
    ("demands: {}", "demands: {d: truce = ful}", "unknown-name", 12, 26, "no option `ful`", "`full`?"),
    ("demands: {}", "demands: {d: truce}", "rule", 12, 18, "stands alone", "one of: none, full"),
    ("demands: {}", "demands: {d: truce = full or}", "rule", 12, 33, "found the end", "issue = option"),
    ("demands: {}", "demands: {d: truce = full and truce = none}", "never", 12, 18, "can never hold", "slip"),
    ("demands: {}", "demands: {d: truce in {full}}", "yaml", 12, 27, "", "indentation"),
    ("demands: {}", "demands: {d: truce = full or truce = none}", "always", 12, 18, "always holds", "remove"),
    ("demands: {}", 'demands: {and: "truce = full"}', "shape", 12, 15, "word of the rule language", ""),
    (
        "controllers: [north, south]",
        "controllers: [north, suoth]",
        "unknown-name",
        22,
        73,
        "no party `suoth`",
        "`south`?",
    ),
    ("status_quo: {truce: none", "status_quo: {truce: non", "unknown-name", 24, 21, "no option `non`", "`none`?"),
    (
        "status_quo: {truce: none, bridge: shut}",
        "status_quo: {truce: none}",
        "missing-issue",
        24,
        13,
        "about `bridge`",
        "shut, open",
    ),
    ("options: [shut, open]", "options: [shut, shut]", "shape", 23, 40, "listed twice", ""),
    ("options: [shut, open]", "options: [shut]", "shape", 23, 40, "at least 2", ""),
    (
        "options: [shut, open]",
        "options: [shut, open, ajar], irreversible: [shut > opn]",
        "unknown-name",
        23,
        75,
        "`opn`",
        "`open`?",
    ),
    (
        "options: [shut, open]",
        "options: [shut, open], irreversible: [shut]",
        "irreversible",
        23,
        69,
        "cannot read",
        "held > surrendered",
    ),
    (
        "options: [shut, open]",
        "options: [shut, open, ajar], irreversible: [shut > open]",
        "irreversible",
        23,
        60,
        "`open` cannot go back",
        "detour",
    ),
]


@pytest.mark.parametrize(("old", "new", "code", "line", "column", "said", "hint"), TABLE)
def test_each_problem_has_its_place_and_a_hint(
    read: Read, old: str, new: str, code: str, line: int, column: int, said: str, hint: str
) -> None:
    found = [f for f in everything(read(small(old, new))) if f.code == code]
    assert found, everything(read(small(old, new)))
    assert (found[0].where.line, found[0].where.column) == (line, column), str(found[0])
    assert said in found[0].message
    assert hint in found[0].hint


# what is appended to the small case: code, part of the message
APPENDED = [
    ("rules: {r: bridge = open}", "forbidden-state", "the status quo is forbidden by the rule `r`"),
    ("packages: {p: {choose: {truce: full, bridge: half}}}", "unknown-name", "`bridge` has no option `half`"),
    ("packages: {status_quo: {choose: {truce: full}}}", "reserved-name", "today's state"),
    (
        "rules: {r: not (truce = full and bridge = open)}\npackages: {p: {choose: {truce: full, bridge: open}}}",
        "forbidden-state",
        "package `p`",
    ),
    ("commitments: {c: {exchange: [{party: north, does: truce = full}]}}", "shape", "at least 2"),
    (
        "commitments: {c: {exchange: [{party: north, does: truce = full}, {party: west, does: bridge = open}]}}",
        "unknown-name",
        "no party `west`",
    ),
    ("talks: {milestones: {m: {title: t, due: 2020-04-31}}}", "date", "'2020-04-31' does not exist"),
    ("talks: {milestones: {m: {title: t, due: soon}}}", "date", "'soon' is not a date"),
    ("talks: {steps: {s: {title: t, status: agred}}}", "shape", "`agred` is not one of agreed, open"),
    ("talks: {steps: {s: {title: t, issue: trce}}}", "unknown-name", "no issue `trce`"),
    ("talks: {steps: {s: {title: t, since: 2020-01-02}}}", "known-later", "after the day of the case"),
    ("sources: {s: {title: t, date: 2020-02}}", "known-later", "2020-02 is after"),
    ("because: x\nsources: {s: {title: t, date: 2019}}", "shape", "expected text, found `2019`"),
    ("--- {}", "second-document", "one document"),
    ("rules: &r {a: truce = none}\ncommitments: *r", "alias", "alias"),
    ("rules: {<<: {a: truce = none}}", "alias", "merge keys"),
    ("rules: !!python/object:os.system {a: truce = none}", "tag", "is not accepted"),
    ("rules: {? [a, b] : c}", "key", "a key has to be a word"),
    ("title: again", "duplicate-key", "`title` is given twice"),
]


@pytest.mark.parametrize(("text", "code", "said"), APPENDED)
def test_what_may_not_be_added(read: Read, text: str, code: str, said: str) -> None:
    found = [f for f in everything(read(f"{SMALL}{text}\n")) if f.code == code]
    assert found, everything(read(f"{SMALL}{text}\n"))
    assert any(said in f.message for f in found), found
    assert all(f.where.line >= 24 for f in found)


def test_rankings_that_contradict_themselves(read: Read) -> None:
    head, _, tail = SMALL.partition("    preferences:\n      weights: {truce: 60")
    _, _, tail = tail.partition("    walk_away: {level: 50}\n")
    packages = "packages:\n" + "".join(
        f"  p{k}: {{choose: {{truce: {t}, bridge: {b}}}}}\n"
        for k, (t, b) in enumerate([("none", "shut"), ("none", "open"), ("full", "shut"), ("full", "open")])
    )

    def codes(*chains: str) -> list[str]:
        lines = "".join(f"        - {c}\n" for c in chains)
        text = f"{head}    preferences:\n      ranking:\n{lines}    walk_away: {{state: p0}}\n{tail}{packages}"
        return [f.message for f in everything(read(text)) if f.code in {"ranking", "unknown-name", "level"}]

    assert codes("p3 > p2 = p1 > p0") == []
    assert codes("p3 > p2", "p2 > p1 > p0") == []
    assert "goes round in a circle: `p1` > `p3` > `p2` > `p1`" in codes("p3 > p2 > p1 > p0", "p1 > p3")[0].replace(
        "the ranking ", ""
    )
    assert "does not compare `p1` with `p2`" in codes("p3 > p2", "p3 > p1 > p0")[0]
    assert "`p2` stands twice in one chain" in " ".join(codes("p3 > p2 > p2 > p0"))
    assert "no package `p9`" in " ".join(codes("p9 > p3 > p2 > p1 > p0"))
    assert "leaves out 1 possible states, for example truce=full, bridge=open" in codes("p2 > p1 > p0")[0]
    assert "cannot read '> p3'" in codes("'> p3'")[0]
    assert "ends with a name" in codes("p3 >")[0]


def test_rules_that_leave_nothing(read: Read) -> None:
    contradiction = "rules: {a: truce = none iff bridge = shut, b: truce = none iff bridge = open}\n"
    loaded = read(SMALL + contradiction)
    assert [f.code for f in loaded.errors] == ["forbidden-state"]
    text = SMALL.replace("controllers: north}", "controllers: north, off_table: true}")
    blocked = (
        "commitments: {c: {exchange: [{party: north, does: bridge = open}, {party: south, does: bridge = shut}]}}\n"
    )
    assert any("leave no package" in f.message for f in everything(read(SMALL + blocked)))
    asks = "commitments: {c: {exchange: [{party: north, does: bridge = open}, {party: south, does: always}]}}\n"
    assert any("while these are off the table: bridge" in f.message for f in everything(read(text + asks)))


def test_everything_is_found_at_once(read: Read) -> None:
    text = SMALL.replace("as_of: 2020-01-01", "as_of: 2020-02-30").replace("demands: {}", "demands: {d: trce = full}")
    text = text.replace("name: North", "nam: x\n    name: North").replace("level: 50", "level: 500")
    codes = {f.code for f in read(text).errors}
    assert {"shape", "unknown-name", "unknown-field", "level"} <= codes


def test_nobody_to_agree(read: Read) -> None:
    text = SMALL.replace("role: signatory", "role: mediator")
    assert any(f.code == "nobody-decides" for f in read(text).errors)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "shape"),
        (b"- a\n- b\n", "shape"),
        (b"\x00\x01\x02", "character"),
        (b"title: \xff\xfe", "encoding"),
        ("title: ".encode("utf-16"), "encoding"),
        ("title: é".encode("latin-1"), "encoding"),
        ("title: a\u202eb".encode(), "character"),
        (b"[" * 10_000, "nesting"),
        (b"a: " + b"{b: " * 5_000, "nesting"),
        (b"- " * 5_000 + b"a", "nesting"),
        (b"a: [", "yaml"),
        (b"\ta: b", "yaml"),
        (b"a: b: c", "yaml"),
        (b"%YAML 9.9\n---\na: b", "yaml"),
        (b"x" * 5_000_001, "too-large"),
        (b"a: &a [b]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", "alias"),
    ],
)
def test_hostile_bytes_become_findings(raw: bytes, code: str) -> None:
    loaded = parse_case(raw)
    assert loaded.case is None
    assert code in {f.code for f in loaded.findings}


def test_an_encoding_error_names_its_byte() -> None:
    loaded = parse_case(SMALL.encode().replace(b"North\n", b"N\xf6rd\n", 1))
    assert (loaded.findings[0].where.line, loaded.findings[0].where.column) == (6, 12)
    assert "0xf6" in loaded.findings[0].message


def test_a_byte_order_mark_is_accepted() -> None:
    assert parse_case(b"\xef\xbb\xbf" + SMALL.encode()).case is not None


def test_unreadable_files_are_findings(tmp_path: object) -> None:
    from pathlib import Path

    assert isinstance(tmp_path, Path)
    assert read_case(tmp_path).findings[0].code == "unreadable"
    assert read_case(tmp_path / "none.yaml").findings[0].code == "unreadable"


def test_right_to_left_names_work(read: Read) -> None:
    text = SMALL.replace("truce", "هدنة").replace("name: North", "name: الشمال").replace("full", "كاملة")
    loaded = read(text.replace("demands: {}", "demands: {شرط: هدنة = كاملة}", 1))
    assert loaded.errors == ()


@given(st.binary(max_size=300))
def test_any_bytes_are_a_case_or_findings(raw: bytes) -> None:
    loaded = parse_case(raw)
    assert loaded.case is not None or loaded.findings


@given(st.data())
def test_a_case_with_any_damage_is_a_case_or_findings(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(SMALL)))
    cut = data.draw(st.integers(0, 12))
    put = data.draw(
        st.text(alphabet=st.characters(codec="utf-8"), max_size=12)
        | st.sampled_from([": ", "- ", "{", "}", "[", "]", "*a", "&a", "!", "'", '"', "|", ">", "#", "\n  "])
    )
    loaded = parse_case((SMALL[:at] + put + SMALL[at + cut :]).encode())
    assert loaded.case is not None or loaded.errors
    for finding in loaded.findings:
        assert finding.severity in Severity
        assert finding.message


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "format",
                        "parties",
                        "issues",
                        "title",
                        "rules",
                        "talks",
                        "a",
                        "weights",
                        "preferences",
                        "level",
                        "walk_away",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=20,
    )
)
def test_any_shape_is_a_case_or_findings(value: object) -> None:
    import json

    loaded = parse_case(json.dumps(value).encode())
    assert loaded.case is not None or loaded.errors
