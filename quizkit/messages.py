"""The interface in the reader's language: gettext, where the English text is the key.

The language is that of the environment (``LANGUAGE``, ``LC_ALL``, ``LC_MESSAGES``, ``LANG``, in this order),
read once when the program starts. The language of a *deck* is another matter and stands in the deck.

Mark a text with ``_("…")``, one that depends on a number with ``plural("…", "…", number)``, and put values
in afterwards: ``_("{count} left").format(count=3)``. ``docs/make_messages.py`` collects the texts.
"""

from __future__ import annotations

import gettext

DOMAIN = "quizkit"
FOLDER = f"{__file__.rpartition('messages')[0]}locale"

_catalogue = gettext.translation(DOMAIN, FOLDER, fallback=True)
_ = _catalogue.gettext
plural = _catalogue.ngettext

if not isinstance(_catalogue, gettext.GNUTranslations):
    language = "en"
else:
    language = _catalogue.info().get("language", "en")
    # The library that reads our command lines asks the default domain for its own words.
    gettext.bindtextdomain(DOMAIN, FOLDER)
    gettext.textdomain(DOMAIN)
