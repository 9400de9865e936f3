"""The tables of English and Spanish contradict neither each other nor themselves."""

from __future__ import annotations

import pytest
from quizkit.grading.month_names import TABLES


@pytest.mark.parametrize("language", TABLES)
def test_no_word_of_a_language_costs_nothing_and_changes_the_answer(language: str) -> None:
    words = TABLES[language]
    free = words.frame | words.hedges | words.about | words.eras | words.months.keys() | words.weekdays.keys()
    assert not free & (words.bounds | words.either | words.negations)
    assert not free & words.numbers.keys()
    assert len(words.names) == 12
    assert [words.months[name.lower()] for name in words.names] == list(range(1, 13))
