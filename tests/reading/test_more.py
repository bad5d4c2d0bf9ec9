"""What is beside the rules: a parser that a user has, and a language model on this machine, which may say anything."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from ceasefire.errors import MaterialError
from ceasefire.reading.draft import Context, draft
from ceasefire.reading.endpoint import Answer, Model, ask
from ceasefire.reading.parsed import load
from ceasefire.record.document import Document

TEXT = "The envoy left early. In the view of the envoy, the talks failed. Kerry said it was late. The envoy left again."
DOCUMENT = Document(title="x", text=TEXT)
CONTEXT = Context(date(2016, 8, 27), {})


@contextmanager
def answering(body: bytes, status: int = 200, headers: dict[str, str] | None = None) -> Iterator[str]:
    """A model that always says the same."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1"
        finally:
            server.shutdown()
            thread.join()


def said(claims: object) -> bytes:
    return json.dumps({"choices": [{"message": {"content": json.dumps({"claims": claims})}}]}).encode()


def asked(claims: object) -> Answer:
    with answering(said(claims)) as url:
        return ask(DOCUMENT, CONTEXT, Model(url))


def test_a_draft_of_a_model_counts_when_its_words_are_in_the_text() -> None:
    answer = asked(
        [
            {"quote": "the talks failed", "source": "the envoy", "kind": "assessment"},
            {"quote": "the talks succeeded", "source": "the envoy", "kind": "assessment"},
            {"quote": "it was late", "source": "Lavrov", "kind": "statement"},
            {"quote": "it was late", "source": "Kerry", "kind": "rumour"},
            {"quote": " ", "source": "Kerry", "kind": "statement"},
            "the envoy left",
        ]
    )
    (one,) = answer.drafts
    assert one.claim.span is not None
    assert TEXT[slice(*one.claim.span)] == "the talks failed"
    assert one.source == (37, 46), "the name nearest to the words"
    assert one.flags == ("model",)
    assert answer.thrown_away == (
        "not in the text: 'the talks succeeded'",
        "not in the text: 'Lavrov'",
        "`rumour` is no kind of claim",
        "a draft without words",
        "a draft without words",
    )


NO_JSON = b'{"choices": [{"message": {"content": "not json"}}]}'


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"choices": []}', said("x"), NO_JSON, b"[" * 10_000])
def test_an_answer_that_is_not_what_was_asked_for_is_refused(body: bytes) -> None:
    with answering(body) as url, pytest.raises(MaterialError, match="not the JSON that was asked for"):
        ask(DOCUMENT, CONTEXT, Model(url))


def test_a_long_answer_an_error_and_a_redirect_are_refused() -> None:
    with answering(b" " * 5_000_001) as url, pytest.raises(MaterialError, match="longer than"):
        ask(DOCUMENT, CONTEXT, Model(url))
    with answering(b"", 500) as url, pytest.raises(MaterialError, match="nothing usable answers"):
        ask(DOCUMENT, CONTEXT, Model(url))
    away = {"Location": "http://192.0.2.1/"}
    with answering(b"", 302, away) as url, pytest.raises(MaterialError, match="nothing usable answers"):
        ask(DOCUMENT, CONTEXT, Model(url))


@pytest.mark.parametrize(
    "url",
    [
        "http://192.0.2.1/v1",
        "https://127.0.0.1/v1",
        "http://example.org/v1",
        "http://127.0.0.1.example.org/v1",
        "http://localhost@example.org/",
        "file:///etc/passwd",
        "",
    ],
)
def test_the_article_does_not_leave_this_machine(url: str) -> None:
    with pytest.raises(MaterialError, match="would leave this machine"):
        ask(DOCUMENT, CONTEXT, Model(url))


def test_nobody_answers() -> None:
    with pytest.raises(MaterialError, match="nothing usable answers"):
        ask(DOCUMENT, CONTEXT, Model("http://127.0.0.1:9/v1", timeout=2))


def test_the_command_asks_the_model_too(tmp_path: Path, run: Callable[..., Result]) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    claims = [
        {"quote": "the talks failed", "source": "the envoy", "kind": "assessment"},
        {"quote": "it was late", "source": "Kerry", "kind": "statement"},
        {"quote": "invented", "source": "", "kind": "statement"},
    ]
    with answering(said(claims)) as url:
        done = run("read", path, "--date", "2016-08-27", "--endpoint", url)
    assert done.stdout.count("statement") == 1, "what the rules have found is not drafted twice"
    assert "? a language model drafted it" in done.stdout
    assert "a draft of the model was thrown away: not in the text: 'invented'" in done.stderr


def test_a_parser_adds_what_the_rules_have_not_found() -> None:
    spacy = pytest.importorskip("spacy", reason="spaCy is not installed (pip install spacy)")
    words = ["Kerry", ",", "who", "left", ",", "wrote", "that", "it", "failed", "."]
    heads = [5, 0, 3, 0, 0, 5, 8, 8, 5, 5]
    deps = ["nsubj", "punct", "nsubj", "relcl", "punct", "ROOT", "mark", "nsubj", "ccomp", "punct"]
    tags = ["PROPN", "PUNCT", "PRON", "VERB", "PUNCT", "VERB", "SCONJ", "PRON", "VERB", "PUNCT"]
    spaces = [False, True, True, False, True, True, True, True, False, False]
    vocabulary = spacy.blank("en").vocab
    parsed = spacy.tokens.Doc(vocabulary, words=words, spaces=spaces, heads=heads, deps=deps, pos=tags)
    text = parsed.text
    lone = Document(title="x", text=text)
    from ceasefire.reading.parsed import with_parser
    from ceasefire.reading.sentence import sentences

    (found,) = with_parser([], parsed, sentences(text))
    assert text[slice(*found.content)] == "it failed"
    assert text[slice(*(found.source or (0, 0)))] == "Kerry, who left"
    assert len(draft(lone, CONTEXT, lambda _: parsed)) == len(draft(lone, CONTEXT)) == 1, "the rules have it already"


def test_a_parser_that_is_not_there() -> None:
    with pytest.raises(MaterialError, match=r"spaCy (is not installed|cannot load it)"):
        load("no-such-model")
