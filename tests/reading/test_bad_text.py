"""Texts that cannot be read, or only in part: each is named with what to do, and nothing else reaches the user."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

from ceasefire.errors import MaterialError
from ceasefire.reading.clean import clean
from ceasefire.reading.dates import convention
from ceasefire.reading.draft import Context, draft, read
from ceasefire.reading.sentences import sentences
from ceasefire.record.document import Document

CONTEXT = Context(date(2016, 8, 27), {})


def pdf(content: bytes) -> bytes:
    """A page of a PDF with a content stream, as small as one can be."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    made = b"%PDF-1.4\n"
    for number, one in enumerate(objects, 1):
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    return made + b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n0\n%%EOF"


LINKS = (
    "<html><body>"
    + "".join(f'<p><a href="https://example.org/{k}">https://example.org/{k}</a></p>' for k in range(20))
    + "</body></html>"
)


@pytest.mark.parametrize(
    ("raw", "message", "hint"),
    [
        (b"", "there is no text in it", "text recognition"),
        (b" \n\t\n", "there is no text in it", ""),
        (b"https://example.org/a\nhttps://example.org/b\nHome\n", "it is a page of links", "open the article itself"),
        (LINKS.encode(), "it is a page of links", "open the article itself"),
        (pdf(b"q Q"), "one page of pictures without text: a scan", "OCR"),
        ("L’armée a déclaré. La trêve. Été à Genève.".encode().decode("cp1252", "replace").encode(), "", ""),
        (
            "قال الوزير إن الطريق مفتوح وإن الهدنة صامدة".encode("windows-1256"),
            "it is not UTF-8 text",
            "--encoding windows-1256",
        ),
        (
            "Министр сказал, что дорога открыта и мост тоже".encode("windows-1251"),
            "it is not UTF-8 text",
            "--encoding windows-1251",
        ),
        (
            "Le ministre a déclaré que la trêve était à même d’être respectée".encode("windows-1252"),
            "it is not UTF-8 text",
            "--encoding windows-1252",
        ),
        ("a�b�c�d".encode(), "characters of it are lost", "from its source"),
    ],
)
def test_what_cannot_be_read_is_named_with_what_to_do(raw: bytes, message: str, hint: str) -> None:
    with pytest.raises(MaterialError) as raised:
        clean(raw, "file")
    assert message in str(raised.value)
    assert hint in str(raised.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Le ministre a déclaré que la trêve était respectée à Genève",
            "UTF-8 that was read as windows-1252: `déclaré`",
        ),
        ("قال الوزير إن الطريق مفتوح", "UTF-8"),
    ],
)
def test_spoilt_text_is_named_with_its_likely_encoding(text: str, said: str) -> None:
    spoilt = text.encode("utf-8").decode("cp1252", errors="ignore")
    with pytest.raises(MaterialError, match=r"read as windows-1252|wrong encoding") as raised:
        clean(spoilt.encode("utf-8"), "file")
    assert said in str(raised.value)


def test_libraries_keep_silent(tmp_path: Path, run: Callable[..., Result], capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(b"BT (broken"))
    done = run("read", path, "--date", "2016-08-27")
    assert done.exit_code == 1
    assert "pypdf" not in (done.output + "".join(capfd.readouterr())).casefold()
    assert logging.getLogger("pypdf").level != logging.CRITICAL + 1, "and speak again afterwards"


def test_mixed_scripts_are_read_each_by_its_own() -> None:
    found = read(
        Document(
            title="x", text="Kerry said the road was open.\n\nЛавров сказал, что дорога открыта.\n\n道路已经开放。"
        ),
        CONTEXT,
    )
    assert [d.claim.speaker for d in found.drafts] == ["Kerry", "Лавров"]
    assert list(found.unread) == ["Chinese"]


def test_a_long_report_is_read_whole() -> None:
    text = "Kerry said the road was open. Rain fell on the pass and nobody moved.\n\n" * 15_400
    assert len(text.split()) > 200_000
    start = time.process_time()
    assert len(draft(Document(title="x", text=text), CONTEXT)) == 15_400
    assert time.process_time() - start < 120, "in proportion to its length"


@pytest.mark.parametrize(
    "piece",
    [
        "said that he ",
        "he said, ",
        "“",
        " 'a",
        ".",
        "(",
        "Ana Rell ",
        "and asked ",
        "“a b c,” he said ",
        "not ",
        "May ",
        "according to the ",
        "1/",
        "a\n",
        ", citing the",
        "who said, ",
        "''",
        "—",
        "le ministre a dit que ",
    ],
)
def test_a_sentence_without_an_end_takes_no_time(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    start = time.process_time()
    draft(Document(title="x", text=text), CONTEXT)
    assert time.process_time() - start < 8, "a few tenths of a second; eight on a machine under load"


def test_a_speech_that_goes_on_over_paragraphs() -> None:
    text = "“The road is open.\n\n“The bridge is open too,” said Anna Berg."
    assert [s.quotes for s in sentences(text)] == [((0, 18),), ((20, 45),)]


@pytest.mark.parametrize(
    ("text", "order", "due"),
    [
        ("Kerry said the talks would resume on 3/9/2016. They had met on 26/8/2016.", "day-first", "2016-09-03"),
        ("Kerry said the talks would resume on 9/3/2016. They had met on 8/26/2016.", "month-first", "2016-09-03"),
        ("Kerry said the talks would resume on 3.9.2016.", "day-first", "2016-09-03"),
        ("Kerry said the talks would resume on 9/3/2016.", "", ""),
    ],
)
def test_days_in_numbers_follow_the_document(text: str, order: str, due: str) -> None:
    assert convention(text) == order
    (one, *_) = draft(Document(title="x", text=text), CONTEXT)
    assert one.claim.due == due
    assert ("open-date" in one.flags) == (not order), "what can be read in two ways is asked"
