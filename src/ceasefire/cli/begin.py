"""The command that begins a case from articles."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...", type=click.Path(exists=True, dir_okay=False))
@click.option("-o", "folder", required=True, type=click.Path(path_type=Path), help="The folder of the new case.")
@click.option("--date", "on", metavar="DATE", help="When the articles appeared, where they do not say so themselves.")
@click.option("--publisher", default="", help="Who published them, where they do not say so.")
@click.option("--case", "case", metavar="CASE", help="A case whose names of parties and people are known.")
@click.option("--question", default="", help="What the case is to answer.")
def begin(
    articles: tuple[str, ...], folder: Path, on: str | None, publisher: str, case: str | None, question: str
) -> None:
    """Begin a case from ARTICLE...: a folder with the skeleton of a case and the drafts it rests on.

    Parties and people named, issues from what is contested, steps, dates, consultations, allegations: each line names the
    drafts it rests on, and what only a person can judge is left open and marked OPEN.
    """
    from ceasefire.case.load import parse_case
    from ceasefire.case.new import begin as write
    from ceasefire.cli.reading import Named, known, opened, reading_of
    from ceasefire.reading.drafts import Drafts, Reviewed, write_drafts
    from ceasefire.reading.skeleton import Article, skeleton

    knows = known(case, None)
    read = []
    names: dict[str, str] = {}
    for number, file in enumerate(articles, 1):
        document, context, names = opened(file, Named(on, publisher=publisher), knows)
        read.append(Article(f"article-{number}", document, reading_of(document, context)))
    if not any(a.reading.drafts for a in read):
        raise click.ClickException("nothing that somebody says was found in any of them: no case was begun")
    text = skeleton(read, question)
    try:
        path = write(folder, text)
        for article in read:
            items = tuple(Reviewed(d) for d in article.reading.drafts)
            write_drafts(folder / f"{article.name}.drafts.json", Drafts(article.document, items, names))
    except FileExistsError:
        raise click.UsageError(f"{folder / 'case.yaml'} exists already: choose another folder") from None
    except OSError as error:
        raise click.ClickException(f"cannot write {folder}: {error.strerror}") from None
    click.echo(path)
    loaded = parse_case(path.read_bytes(), str(path))
    marked = text.count("OPEN")
    click.echo(f"{marked} places are marked OPEN; `ceasefire check {folder}` still asks for:", err=True)
    for finding in loaded.errors:
        click.echo(f"  {finding.where.path}: {finding.message}", err=True)
    click.echo(f"Next: ceasefire review {folder}/article-1.drafts.json --record RECORD", err=True)
