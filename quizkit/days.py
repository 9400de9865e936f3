"""Learning days: calendar days that begin at a set local hour, as in Anki.

Nobody who studies at one in the morning thinks it is tomorrow. An instant therefore belongs to the
calendar day of the local clock, or to the day before while the hour is below the rollover hour.
Elapsed days between reviews are differences of these numbers, never blocks of 24 hours.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

from quizkit.messages import _, decimal

ROLLOVER_HOUR = 4


def learning_day(at: int, zone: tzinfo | None = None, rollover_hour: int = ROLLOVER_HOUR) -> int:
    """The learning day (date ordinal) of the instant ``at`` (ms since 1970 UTC) in ``zone`` (None: local)."""
    local = datetime.fromtimestamp(at / 1000, zone)
    return local.toordinal() - (local.hour < rollover_hour)


def day_begins_at(day: int, zone: tzinfo | None = None, rollover_hour: int = ROLLOVER_HOUR) -> int:
    """The instant (ms since 1970 UTC) at which learning day ``day`` begins in ``zone`` (None: local)."""
    start = datetime.combine(date.fromordinal(day), time(rollover_hour), zone)
    return round(start.timestamp() * 1000)


def iso(day: int) -> str:
    """A learning day as ``2026-11-22``."""
    return date.fromordinal(day).isoformat()


def in_words(days: int) -> str:
    """A number of days as a person says it: ``9d``, ``3.2mo``, ``1.4y``."""
    if days < 31:
        return _("{days}d").format(days=days)
    if days < 365:
        return _("{months}mo").format(months=decimal(days / 30.4375))
    return _("{years}y").format(years=decimal(days / 365.25))


def span_in_words(ms: int) -> str:
    """A span of milliseconds: ``<1m``, ``10m``, ``3h``."""
    span = timedelta(milliseconds=ms)
    minutes = round(span.total_seconds() / 60)
    if minutes < 1:
        return _("<1m")
    if minutes < 60:
        return _("{minutes}m").format(minutes=minutes)
    return _("{hours}h").format(hours=round(minutes / 60))
