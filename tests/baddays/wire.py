"""A wire between the product and its database that can be cut at the one moment when nobody knows the outcome."""

import socket
import threading
from contextlib import suppress
from typing import Literal

COMMIT = b"COMMIT"
Lost = Literal["question", "answer"]


class Wire:
    """Passes everything on to the database at `port`, until `cut_at_next_commit` is asked for.

    Of that commit either the question is lost, so that nothing is committed, or the answer, so that all is.
    """

    def __init__(self, port: int) -> None:
        self.to, self.lose = port, ""
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listening.getsockname()[1])
        self.cut = threading.Event()
        threading.Thread(target=self._take, daemon=True).start()

    def cut_at_next_commit(self, lost: Lost) -> None:
        """Lose the question or the answer of the next commit, and the connection with it."""
        self.cut.clear()
        self.lose = lost

    def close(self) -> None:
        """Take no more connections."""
        self.listening.close()

    def _take(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.listening.accept()
                far = socket.create_connection(("127.0.0.1", self.to))
                threading.Thread(target=self._ask, args=(near, far), daemon=True).start()
                threading.Thread(target=_pass, args=(far, near), daemon=True).start()

    def _ask(self, near: socket.socket, far: socket.socket) -> None:
        with suppress(OSError):
            while said := near.recv(65536):
                if COMMIT in said and self.lose:
                    self._lose(near, far, said)
                    return
                far.sendall(said)
        _hang_up(near, far)

    def _lose(self, near: socket.socket, far: socket.socket, said: bytes) -> None:
        lost, self.lose = self.lose, ""
        _hang_up(near)
        if lost == "answer":
            # The database reads what was sent before it notices that nobody listens any more.
            far.sendall(said)
            # Its answer may have found nobody and ended this line already.
            with suppress(OSError):
                far.shutdown(socket.SHUT_WR)
        else:
            _hang_up(far)
        self.cut.set()


def _pass(source: socket.socket, to: socket.socket) -> None:
    with suppress(OSError):
        while said := source.recv(65536):
            to.sendall(said)
    _hang_up(source, to)


def _hang_up(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
