"""Running the application: uvicorn on one socket, with a limit on how long a request may take to arrive."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE = 10.0  # seconds for the head of a request to arrive


class Impatient(H11Protocol):
    """A connection that is closed when the head of a request does not arrive in time: a thousand slow ones take no place."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """The clock starts."""
        super().connection_made(transport)
        self._start()

    def data_received(self, data: bytes) -> None:
        """The clock starts again with the head of a further request."""
        if not self._answering():
            self._start()
        super().data_received(data)

    def handle_events(self) -> None:
        """The clock stops once a whole head has come."""
        super().handle_events()
        if self._answering():
            self._stop()

    def connection_lost(self, exc: Exception | None) -> None:
        """The clock stops."""
        self._stop()
        super().connection_lost(exc)

    def _answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _start(self) -> None:
        if self._waiting is None:
            self._waiting = self.loop.call_later(PATIENCE, self.transport.close)

    def _stop(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None


def run(app: ASGIApp, listening: socket.socket) -> None:
    """Serve until it is interrupted."""
    config = uvicorn.Config(
        app,
        http=Impatient,
        log_level="error",
        access_log=False,
        server_header=False,
        timeout_keep_alive=5,
        limit_concurrency=100,
        timeout_graceful_shutdown=2,
    )
    uvicorn.Server(config).run(sockets=[listening])
