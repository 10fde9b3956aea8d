"""One HTTP client, as light as one can be: it sends prepared bytes over one connection and times the answers.

Run as a program of its own: `python client.py FILE PORT SECONDS GAP`. FILE holds requests, each after its length
in four bytes. It connects, says `ready`, waits for the moment (monotonic clock) on its standard input, and sends one
request after the other until the file or the seconds are over or it is told to end; no faster than one in GAP
seconds. Then it tells in JSON how long each took, how many were answered with which status, and the processor used.
"""

import json
import signal
import socket
import sys
import time
from collections.abc import Iterator


def requests(file: str) -> Iterator[bytes]:
    """The prepared requests, one after the other."""
    with open(file, "rb") as prepared:
        while head := prepared.read(4):
            yield prepared.read(int.from_bytes(head, "big"))


def answer(wire: socket.socket, request: bytes) -> int:
    """The status of the answer, which is read to its end."""
    wire.sendall(request)
    heard = b""
    while (end := heard.find(b"\r\n\r\n")) < 0:
        heard += _more(wire)
    head = heard[:end].lower()
    at = head.find(b"content-length:")
    if at >= 0:
        missing = int(head[at + 15 :].split(b"\r\n", 1)[0]) - (len(heard) - end - 4)
        while missing > 0:
            missing -= len(_more(wire))
    elif b"transfer-encoding: chunked" in head:
        while not heard.endswith(b"0\r\n\r\n"):
            heard += _more(wire)
    return int(head[9:12])


def _more(wire: socket.socket) -> bytes:
    if not (some := wire.recv(262144)):
        raise ConnectionError("the server hung up")
    return some


def connect(port: int) -> socket.socket:
    """A connection without waiting for more to send."""
    wire = socket.create_connection(("127.0.0.1", port), timeout=120)
    wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return wire


def main(file: str, port: int, seconds: float, gap: float) -> None:
    stopped: list[bool] = []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))
    wire, took = connect(port), []
    statuses: dict[int | str, int] = {}
    print("ready", flush=True)
    begin = float(sys.stdin.readline())
    time.sleep(max(0.0, begin - time.monotonic()))
    used = time.process_time()
    for turn, request in enumerate(requests(file)):
        if gap:
            time.sleep(max(0.0, begin + turn * gap - time.monotonic()))
        sent = time.monotonic()
        if stopped or sent - begin > seconds:
            break
        said: int | str
        try:
            said = answer(wire, request)
        except OSError as error:
            said = type(error).__name__
            wire.close()
            wire = connect(port)
        took.append(time.monotonic() - sent)
        statuses[said] = statuses.get(said, 0) + 1
    ended = time.monotonic()
    told = {"took": took, "statuses": statuses, "processor": time.process_time() - used, "span": ended - begin}
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4]))
