"""Bars for work that takes long: on stderr, so that the answer can be piped; silent where nobody watches."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import click

T = TypeVar("T")


def over(things: Iterable[T], length: int | None) -> Iterator[T]:
    """Goes through the things and shows how far it is."""
    if not sys.stderr.isatty():
        yield from things
        return
    with click.progressbar(things, length=length, file=sys.stderr, show_pos=True, update_min_steps=500) as bar:
        yield from bar


@contextmanager
def bar(length: int) -> Iterator[Callable[[int], object]]:
    """A bar that is told of every step: `told(steps)`."""
    if not sys.stderr.isatty():
        yield lambda steps: None
        return
    with click.progressbar(length=length, file=sys.stderr, show_pos=True) as shown:
        yield shown.update
