"""The command that shows cases in a browser on this machine."""

from __future__ import annotations

import socket

import click

HOST = "127.0.0.1"


@click.command()
@click.argument("cases", nargs=-1)
@click.option("--port", type=click.IntRange(0, 65_535), default=0, help="The port (default: any that is free).")
def serve(cases: tuple[str, ...], port: int) -> None:
    """Show CASES, and those that ship, in a browser on this machine: the answer, and an explorer of packages.

    The printed address works once, in one browser. Nothing is written and nothing is sent anywhere. Ctrl-C ends it.
    """
    import uvicorn

    from ceasefire.web.app import application
    from ceasefire.web.guard import Door
    from ceasefire.web.shelf import shelf

    try:
        held = shelf(cases)
    except FileNotFoundError as error:
        raise click.UsageError(str(error)) from None
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError as error:
        raise click.ClickException(f"port {port}: {error.strerror}") from None
    listening.listen(64)
    number = listening.getsockname()[1]
    door = Door(frozenset({f"{HOST}:{number}", f"localhost:{number}"}))
    click.echo(f"http://{HOST}:{number}/?token={door.token}")
    click.echo("Open this address in a browser here; it works once. Ctrl-C ends it.", err=True)
    config = uvicorn.Config(
        application(held, door),
        log_level="error",
        access_log=False,
        server_header=False,
        timeout_keep_alive=5,
        limit_concurrency=100,
    )
    uvicorn.Server(config).run(sockets=[listening])
