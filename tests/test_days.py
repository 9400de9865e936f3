"""Learning days begin at a local hour, whatever the clocks of a zone do."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quizkit.days import day_begins_at, in_words, iso, learning_day, span_in_words

ZONES = sorted(name for name in available_timezones() if "/" in name or name == "UTC")
# No zone has left out a whole day since Samoa did at the end of 2011.
DAYS = st.integers(date(2012, 1, 1).toordinal(), date(2060, 12, 31).toordinal())
HOURS = st.integers(0, 23)


def instant(text: str, zone: str) -> int:
    """The instant (ms) of a local time such as ``2024-03-31 03:59``."""
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


@pytest.mark.parametrize(
    "zone", ["UTC", "America/Los_Angeles", "Asia/Kolkata", "Asia/Tokyo", "Pacific/Kiritimati"]
)
def test_a_day_begins_at_four_in_the_morning(zone: str) -> None:
    day = date(2024, 6, 10).toordinal()
    assert learning_day(instant("2024-06-10 03:59:59.999", zone), ZoneInfo(zone)) == day - 1
    assert learning_day(instant("2024-06-10 04:00", zone), ZoneInfo(zone)) == day
    assert learning_day(instant("2024-06-11 00:30", zone), ZoneInfo(zone)) == day


def test_one_instant_is_another_day_in_another_zone() -> None:
    day = date(2024, 6, 10).toordinal()
    noon, evening = instant("2024-06-10 12:00", "UTC"), instant("2024-06-10 18:00", "UTC")
    assert learning_day(noon, UTC) == learning_day(evening, UTC) == day
    assert learning_day(noon, ZoneInfo("Pacific/Pago_Pago")) == day - 1  # one in the morning
    assert learning_day(evening, ZoneInfo("Pacific/Kiritimati")) == day + 1  # eight in the morning


def test_the_hour_can_be_set() -> None:
    at = instant("2024-06-10 05:00", "UTC")
    noon = date(2024, 6, 10).toordinal()
    assert learning_day(at, UTC, rollover_hour=0) == noon
    assert learning_day(at, UTC, rollover_hour=5) == noon
    assert learning_day(at, UTC, rollover_hour=6) == noon - 1


def test_the_day_before_the_clocks_go_forward_is_an_hour_short() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    saturday = date(2024, 3, 30).toordinal()  # the clocks go forward in the night to Sunday
    length = day_begins_at(saturday + 1, berlin) - day_begins_at(saturday, berlin)
    assert length == timedelta(hours=23) / timedelta(milliseconds=1)
    assert learning_day(instant("2024-03-31 03:30", "Europe/Berlin"), berlin) == saturday
    assert learning_day(instant("2024-03-31 04:00", "Europe/Berlin"), berlin) == saturday + 1


def test_the_day_before_the_clocks_go_back_is_an_hour_long() -> None:
    new_york = ZoneInfo("America/New_York")
    saturday = date(2024, 11, 2).toordinal()
    length = day_begins_at(saturday + 1, new_york) - day_begins_at(saturday, new_york)
    assert length == timedelta(hours=25) / timedelta(milliseconds=1)


def test_both_hours_of_a_repeated_rollover_hour_are_the_new_day() -> None:
    new_york = ZoneInfo("America/New_York")
    sunday = date(2024, 11, 3).toordinal()  # 01:00 to 02:00 happens twice
    first = datetime(2024, 11, 3, 1, 30, tzinfo=new_york, fold=0).timestamp() * 1000
    second = datetime(2024, 11, 3, 1, 30, tzinfo=new_york, fold=1).timestamp() * 1000
    assert second - first == 3_600_000
    assert learning_day(round(first), new_york, 1) == learning_day(round(second), new_york, 1) == sunday


@settings(deadline=None)
@given(day=DAYS, zone=st.sampled_from(ZONES), hour=HOURS)
def test_a_day_begins_on_that_day_and_not_a_moment_before(day: int, zone: str, hour: int) -> None:
    begins = day_begins_at(day, ZoneInfo(zone), hour)
    assert learning_day(begins, ZoneInfo(zone), hour) == day
    assert learning_day(begins - 1, ZoneInfo(zone), hour) == day - 1


@settings(deadline=None)
@given(day=DAYS, minutes=st.integers(-14 * 60, 14 * 60), hour=HOURS, into=st.integers(0, 86_399_999))
def test_every_moment_of_a_day_belongs_to_it(day: int, minutes: int, hour: int, into: int) -> None:
    zone = timezone(timedelta(minutes=minutes))
    assert learning_day(day_begins_at(day, zone, hour) + into, zone, hour) == day


@pytest.fixture
def in_new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("this system cannot change the zone of a running process")
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "America/New_York")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("in_new_york")
def test_without_a_zone_the_local_clock_decides() -> None:
    new_york = ZoneInfo("America/New_York")
    for day in range(date(2024, 1, 1).toordinal(), date(2025, 1, 1).toordinal()):
        assert day_begins_at(day) == day_begins_at(day, new_york)
        assert learning_day(day_begins_at(day)) == day
        assert learning_day(day_begins_at(day) - 1) == day - 1


def test_a_day_is_written_as_a_date() -> None:
    assert iso(date(2026, 11, 22).toordinal()) == "2026-11-22"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "0d"),
        (1, "1d"),
        (30, "30d"),
        (31, "1.0mo"),
        (97, "3.2mo"),
        (364, "12.0mo"),
        (365, "1.0y"),
        (511, "1.4y"),
        (36_500, "99.9y"),
    ],
)
def test_days_are_said_as_a_person_says_them(days: int, words: str) -> None:
    assert in_words(days) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "<1m"),
        (29, "<1m"),
        (60, "1m"),
        (330, "6m"),
        (600, "10m"),
        (59 * 60, "59m"),
        (3_600, "1h"),
        (3 * 3_600, "3h"),
        (24 * 3_600, "24h"),
        (7 * 24 * 3_600, "168h"),
    ],
)
def test_learning_steps_are_said_in_minutes_and_hours(seconds: int, words: str) -> None:
    assert span_in_words(seconds * 1000) == words
