"""Many clients at once: prepared requests, dealt out to programs that send them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import client
from bench.crew import Crew, Heard

PROGRAM = Path(client.__file__)


def drive(port: int, prepared: Sequence[bytes], *, clients: int, seconds: float) -> Heard:
    """Send the requests from so many clients at once, each its own part, for so long at most."""
    with TemporaryDirectory(prefix="shouwen-bench-") as folder:
        crew = _crew(Path(folder), port, prepared, clients=clients, seconds=seconds, gap=0)
        crew.go()
        return crew.heard()


@contextmanager
def steady(port: int, prepared: Sequence[bytes], *, per_second: float) -> Iterator[Heard]:
    """Send the requests at that pace while the block lasts; what was heard is there after it."""
    heard = Heard()
    with TemporaryDirectory(prefix="shouwen-bench-") as folder:
        crew = _crew(Path(folder), port, prepared, clients=1, seconds=len(prepared), gap=1 / per_second)
        try:
            crew.go()
            yield heard
            heard.__dict__.update(crew.stop().__dict__)
        finally:
            crew.end()


def _crew(folder: Path, port: int, prepared: Sequence[bytes], *, clients: int, seconds: float, gap: float) -> Crew:
    each = []
    for number in range(clients):
        file = folder / str(number)
        with file.open("wb") as out:
            for request in prepared[number::clients]:
                out.write(len(request).to_bytes(4, "big") + request)
        each.append((str(file), str(port), str(seconds), str(gap)))
    return Crew(PROGRAM, each)
