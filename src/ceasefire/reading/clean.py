"""A file to the text of its article: plain text, HTML or PDF, without what stands around it.

A file may come from anybody.  Nothing is fetched, no entity of XML is resolved, and there is a most of everything.
"""

from __future__ import annotations

import hashlib
import io
import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ceasefire.errors import Finding, MaterialError, Where
from ceasefire.reading.encodings import likely, mojibake

MAX_BYTES = 20_000_000
MAX_TEXT = 2_000_000  # characters
MAX_PAGES = 500
_HTML = re.compile(rb"<(?:!doctype html|html|head|body|article|div|p)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+\.(?:com|org|net|int|info|gov)\b\S*", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202d\u202e\ufffe\uffff]")


@dataclass(frozen=True)
class Cleaned:
    """The text of an article, what the file says of itself (empty where it does not), and the SHA-256 of the file."""

    text: str
    title: str = ""
    publisher: str = ""
    author: str = ""
    on: str = ""
    url: str = ""
    sha256: str = ""


def clean(raw: bytes, file: str, encoding: str = "") -> Cleaned:
    """The article in a file.  Raises MaterialError, with what to do, where there is none that can be read."""
    if len(raw) > MAX_BYTES:
        raise _refused(file, f"the file is larger than {MAX_BYTES:,} bytes", "save the article by itself")
    digest = hashlib.sha256(raw).hexdigest()
    if raw[:5] == b"%PDF-":
        found = _pdf(raw, file)
    elif raw[:2] in {b"PK", b"\x1f\x8b"} or raw[:4] == b"\xd0\xcf\x11\xe0":
        raise _refused(file, "it is a packed or an office file", "save it as text, HTML or PDF")
    elif _HTML.search(raw[:5_000]):
        found = _html(raw, file)
    else:
        found = Cleaned(_decoded(raw, file, encoding))
    text = _tidy(found.text)
    if not text:
        raise _refused(file, "there is no text in it", "a scanned page needs text recognition first")
    spoilt = mojibake(text)
    if spoilt:
        raise _refused(file, spoilt, "get it again from its source: words that were spoilt cannot be quoted")
    if _only_links(text):
        raise _refused(file, "it is a page of links, without an article", "open the article itself and save that")
    if len(text) > MAX_TEXT:
        raise _refused(file, f"its text is longer than {MAX_TEXT:,} characters", "read it in parts")
    return Cleaned(text, found.title or _headline(text), found.publisher, found.author, found.on, found.url, digest)


def _only_links(text: str) -> bool:
    """True of lines that are addresses and headings, with no sentence among them."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    words = [len(_ADDRESS.sub("", line).split()) for line in lines]
    addresses = len(_ADDRESS.findall(text))
    return addresses >= 1 and addresses >= 0.5 * len(lines) and max(words) <= 12 and sum(words) <= 8 * len(lines)


@contextmanager
def _quiet(*names: str) -> Iterator[None]:
    """Without what libraries say to the log or warn of: it is not meant for whoever reads an article."""
    loggers = [logging.getLogger(name) for name in names]
    before = [(one, one.level) for one in loggers]
    for one in loggers:
        one.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for one, level in before:
            one.setLevel(level)


def _refused(file: str, message: str, hint: str) -> MaterialError:
    return MaterialError([Finding(Where(file), "document", message, hint)])


def _decoded(raw: bytes, file: str, encoding: str) -> str:
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encoding = encoding or "utf-16"
    try:
        text = raw.decode(encoding or "utf-8-sig")
    except LookupError:
        raise _refused(
            file, f"there is no encoding `{encoding}`", "write utf-8, windows-1252 or windows-1256"
        ) from None
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        hint = f"add --encoding {likely(raw)}, which it likely has, or another"
        raise MaterialError([Finding(Where(file, line, 1), "encoding", "it is not UTF-8 text", hint)]) from None
    if "\x00" in text:
        raise _refused(file, "it is not text", "give a text, HTML or PDF file")
    return text


def _html(raw: bytes, file: str) -> Cleaned:
    try:
        import trafilatura
    except ModuleNotFoundError:
        raise _refused(file, "reading HTML needs a library", "pip install 'ceasefire[read]'") from None
    with _quiet("trafilatura", "htmldate", "courlan"):
        found = trafilatura.bare_extraction(raw, include_comments=False, include_tables=True, with_metadata=True)
    if found is None or isinstance(found, dict) or not found.text:
        raise _refused(file, "no article was found in it", "copy its text into a file")
    said = {name: (getattr(found, name) or "")[:500] for name in ("title", "sitename", "author", "date", "url")}
    return Cleaned(found.text, said["title"], said["sitename"], said["author"], said["date"], said["url"])


def _pdf(raw: bytes, file: str) -> Cleaned:
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ModuleNotFoundError:
        raise _refused(file, "reading PDF needs a library", "pip install 'ceasefire[read]'") from None
    try:
        with _quiet("pypdf"):
            reader = PdfReader(io.BytesIO(raw))
            if len(reader.pages) > MAX_PAGES:
                raise _refused(file, f"it has more than {MAX_PAGES} pages", "read it in parts")
            pages = [page.extract_text() for page in reader.pages]
            title = (reader.metadata.title if reader.metadata else "") or ""
    except MaterialError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        raise _refused(
            file, f"the PDF cannot be read: {str(error)[:100]}", "open it and copy its text into a file"
        ) from None
    if not any(page.strip() for page in pages):
        many = f"{len(pages)} pages" if len(pages) > 1 else "one page"
        hint = "run it through text recognition (OCR) and read what that gives"
        raise _refused(file, f"it is {many} of pictures without text: a scan", hint)
    # a line of a page is no paragraph; words cut at its end are joined again
    text = re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", "\n\n".join(pages))
    return Cleaned(re.sub(r"(?<![.!?:”\"])\n(?=\S)", " ", text), title[:500])


def _tidy(text: str) -> str:
    text = _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " "))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip()


def _headline(text: str) -> str:
    return text.split("\n", 1)[0][:200]
