"""How much of a customer is shown: pure functions, used by every page and every export (M4)."""


def number(value: str) -> str:
    """`14300001234` as `143****1234`; short ones keep their last two digits."""
    if len(value) >= 8:
        return f"{value[:3]}{'*' * (len(value) - 7)}{value[-4:]}"
    return "*" * max(len(value) - 2, 0) + value[-2:]


def name(value: str) -> str:
    """A Chinese name keeps its first character (`王**`), another its first letter."""
    value = value.strip()
    return value[:1] + "*" * min(max(len(value) - 1, 0), 3)


def identity(value: str) -> str:
    """An identity card keeps its first three and last two characters."""
    return f"{value[:3]}{'*' * (len(value) - 5)}{value[-2:]}" if len(value) > 5 else "*" * len(value)
