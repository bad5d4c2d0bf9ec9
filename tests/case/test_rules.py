"""The rule language: precedence, refusals with their offset, and arrays that agree with the plain evaluator."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.analysis.dispute.space import StateSpace, patterns
from ceasefire.case.rules import MAX_LENGTH, RuleError, holds, parse_rule
from random_cases import issue_sets, rules


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("a = x and b = x or c = x", "((a = x and b = x) or c = x)"),
        ("a = x or b = x and c = x", "(a = x or (b = x and c = x))"),
        ("not a = x and b = x", "((not (a = x)) and b = x)"),
        ("a = x implies b = x implies c = x", "(a = x implies (b = x implies c = x))"),
        ("a = x or b = x implies c = x", "((a = x or b = x) implies c = x)"),
        ("a = x implies b = x iff c = x", "((a = x implies b = x) iff c = x)"),
        ("a = x iff b = x iff c = x", "((a = x iff b = x) iff c = x)"),
        ("a != x", "not a = x"),
        ("a in {x, y}", "a = x or a = y"),
        ("a not in {x, y}", "not (a = x or a = y)"),
        ("a = x and not b in {x}", "a = x and b != x"),
        ("not not a = x", "a = x"),
        ("always implies a = x", "a = x"),
        ("never or a = x", "a = x"),
    ],
)
def test_precedence(text: str, same: str) -> None:
    space = StateSpace(("a", "b", "c"), (("x", "y"),) * 3)
    one, other = (space.flat(space.truth(parse_rule(t))) for t in (text, same))
    assert np.array_equal(one, other)


def test_bare_names_stand_for_yes() -> None:
    assert holds(parse_rule("truce and not war"), {"truce": "yes", "war": "no"})
    assert not holds(parse_rule("truce"), {"truce": "no"})


def test_names_of_any_script() -> None:
    assert holds(parse_rule("حلب = نعم and Ørsta-2 != ja"), {"حلب": "نعم", "Ørsta-2": "nei"})


@pytest.mark.parametrize(
    ("text", "at", "said"),
    [
        ("", 0, "expected an issue, found the end"),
        ("a =", 3, "expected an option, found the end"),
        ("a = x b = y", 6, "did not expect 'b' here"),
        ("a ~ x", 2, "cannot read '~'"),
        ("(a = x", 6, "expected ')', found the end"),
        ("a in {x, }", 9, "expected an option, found '}'"),
        ("a = and", 4, "expected an option, found 'and'"),
        ("a = x and", 9, "expected an issue, found the end"),
        ("__import__('os')", 0, "cannot read '_'"),
        ("a = x; b = y", 5, "cannot read ';'"),
        ("(" * 100 + "a = x" + ")" * 100, 60, "more than 60 levels deep"),
        ("not " * 100 + "a = x", 240, "more than 60 levels deep"),
        ("a = x or " * 600 + "a = x", MAX_LENGTH, "at most 4,000 characters"),
    ],
)
def test_refusals_say_where(text: str, at: int, said: str) -> None:
    with pytest.raises(RuleError) as raised:
        parse_rule(text)
    assert said in str(raised.value)
    assert raised.value.at == at


@given(st.text(max_size=60))
def test_any_text_is_a_rule_or_a_rule_error(text: str) -> None:
    try:
        parse_rule(text)
    except RuleError as error:
        assert 0 <= error.at <= max(len(text), MAX_LENGTH)


WORDS_AND_SIGNS = tuple("a b = != ( ) { } , and or not implies iff in always x".split())  # noqa: SIM905  easier to read


@given(st.lists(st.sampled_from(WORDS_AND_SIGNS), max_size=20).map(" ".join))
def test_any_words_are_a_rule_or_a_rule_error(text: str) -> None:
    try:
        parse_rule(text)
    except RuleError as error:
        assert 0 <= error.at <= len(text)


@given(st.data())
def test_array_and_plain_evaluation_agree(data: st.DataObject) -> None:
    issues = data.draw(issue_sets())
    rule = parse_rule(data.draw(rules(issues, 3)))
    space = StateSpace(tuple(issues), tuple(map(tuple, issues.values())))
    flat = space.flat(space.truth(rule))
    assert [holds(rule, space.state(k)) for k in range(space.size)] == flat.tolist()


@given(st.lists(st.lists(st.booleans(), min_size=7, max_size=7), max_size=50))
def test_patterns_order_lexicographically_for_any_number(rows: list[list[bool]]) -> None:
    codes, found = patterns(np.array(row) for row in rows)
    columns = [tuple(row[k] for row in rows) for k in range(7)]
    spread = np.broadcast_to(codes, (7,)).tolist()
    order = sorted(set(columns))
    assert spread == [order.index(c) for c in columns]
    assert found == [int("0" + "".join(str(int(b)) for b in c), 2) for c in order]
