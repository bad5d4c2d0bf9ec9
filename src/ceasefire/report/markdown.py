"""A report as Markdown: the words and the tables; pictures are named, their tables stand for them."""

from __future__ import annotations

import re

from ceasefire.report.blocks import Block, Figure, Items, Report, Rungs, Table, Text

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|!])")


def as_markdown(report: Report) -> str:
    """The report as CommonMark with tables; what people wrote is escaped, so that it cannot be markup."""
    lines = [f"# {plain(report.title)}", "", f"{plain(report.question)} As of {report.as_of}."]
    if report.left_out:
        lines += ["", f"Left out of this report: {'; '.join(report.left_out)}."]
    for section in report.sections:
        lines += ["", f"## {section.title}"]
        for block in section.blocks:
            lines += ["", *_block(block)]
    return "\n".join([*lines, "", "---", "", plain(report.made)]) + "\n"


def plain(text: str) -> str:
    """Text that Markdown takes as it stands, on one line."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _block(block: Block) -> list[str]:
    match block:
        case Text():
            return [plain(block.text)]
        case Items():
            return [f"{f'{k}.' if block.numbered else '-'} {plain(item)}" for k, item in enumerate(block.items, 1)]
        case Rungs():
            return [f"- **{question} {verdict}.** {plain(reasons)}" for _, question, verdict, reasons in block.rungs]
        case Figure():
            return [f"*{plain(block.title)}*", *(["", *_table(block.table)] if block.table else [])]
        case Table():
            return _table(block)


def _table(table: Table) -> list[str]:
    rows = ["| " + " | ".join(plain(cell) for cell in row) + " |" for row in (table.head, *table.rows)]
    return [f"{plain(table.caption)}:", "", rows[0], "|" + "---|" * len(table.head), *rows[1:]]
