"""Days and years in words: twenty-first, nineteen ninety-nine, mil novecientos."""

from __future__ import annotations

from quizkit.grading.month_names import Words


def compose(run: list[str], words: Words) -> list[tuple[int, bool]] | None:
    """The numbers that number words make, and whether each is an ordinal; None where "and" joins two."""
    numbers: list[tuple[int, bool]] = []
    thousands = rest = 0
    room = 1000  # what comes next belongs to the same number if it is less
    joined = False
    for word in run:
        if word in words.joiners:
            joined = True
            continue
        value = words.numbers[word]
        if value == 100 and 0 < rest < 100:
            rest, room = rest * 100, 100
        elif value == 1000 and not thousands:
            thousands, rest, room = (rest or 1) * 1000, 0, 1000
        elif joined and (value >= room or not (thousands or rest)):
            return None
        elif value < room:
            rest, room = rest + value, _room(value)
        else:
            numbers.append((thousands + rest, False))
            thousands, rest, room = 0, value, _room(value)
        joined = False
        if word in words.ordinals:
            numbers.append((thousands + rest, True))
            thousands, rest, room = 0, 0, 1000
    numbers.append((thousands + rest, False))
    return _paired([number for number in numbers if number[0]], words.pairs)


def _room(value: int) -> int:
    """What may follow a number word within one number is less than this: twenty-one, two hundred ten."""
    if value >= 100:
        return 100
    return 10 if value >= 20 and value % 10 == 0 else 0


def _paired(numbers: list[tuple[int, bool]], pairs: bool) -> list[tuple[int, bool]]:
    """nineteen, ninety-nine → 1999."""
    if pairs and len(numbers) > 1 and not numbers[-1][1] and not numbers[-2][1]:
        (high, _), (low, _) = numbers[-2:]
        if 10 <= high <= 99 and 10 <= low <= 99:
            return [*numbers[:-2], (high * 100 + low, False)]
    return numbers
