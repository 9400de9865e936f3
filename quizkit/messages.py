"""The interface in the reader's language: gettext, where the English text is the key.

The language is that of the environment (``LANGUAGE``, ``LC_ALL``, ``LC_MESSAGES``, ``LANG``, in this order),
read once when the program starts. The language of a *deck* is another matter and stands in the deck.

Mark a text with ``_("…")``, one that depends on a number with ``plural("…", "…", number)``, one that other
languages say in several ways with ``in_context("where", "…")``, and put values in afterwards:
``_("{total} in all").format(total=3)``. ``counted`` and ``counted_in`` put the number in themselves.
``docs/make_messages.py`` collects the texts.
"""

from __future__ import annotations

import gettext

DOMAIN = "quizkit"
FOLDER = f"{__file__.rpartition('messages')[0]}locale"

_catalogue = gettext.translation(DOMAIN, FOLDER, fallback=True)
_ = _catalogue.gettext
plural = _catalogue.ngettext
in_context = _catalogue.pgettext

if not isinstance(_catalogue, gettext.GNUTranslations):
    language = "en"
else:
    language = _catalogue.info().get("language", "en")
    # The library that reads our command lines asks the default domain for its own words.
    gettext.bindtextdomain(DOMAIN, FOLDER)
    gettext.textdomain(DOMAIN)

_POINT = in_context("the mark in decimal numbers", ".")


def noted(text: str) -> str:
    """``text`` itself: marked here, translated where it is used."""
    return text


def counted(one: str, several: str, number: int) -> str:
    """``1 card``, ``2 cards``: of two texts with ``{count}`` the one that fits, with the number in it."""
    return plural(one, several, number).format(count=number)


def counted_in(where: str, one: str, several: str, number: int) -> str:
    """As :func:`counted`, of texts that other languages say in several ways."""
    return _catalogue.npgettext(where, one, several, number).format(count=number)


def decimal(number: float) -> str:
    """A number with one digit after the decimal mark."""
    return f"{number:.1f}".replace(".", _POINT)
