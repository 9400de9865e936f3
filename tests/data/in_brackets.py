"""Runs a script, or the program, with every translated text in brackets: what stands outside is not marked.

``python in_brackets.py quizkit due DECK``, ``python in_brackets.py SCRIPT.py``.
"""

from __future__ import annotations

import gettext
import runpy
import sys


class Brackets(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧" if message else ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.ngettext(msgid1, msgid2, n)


gettext.translation = lambda *_, **__: Brackets()  # type: ignore[assignment]
gettext.gettext = Brackets().gettext
sys.argv = sys.argv[1:]
if sys.argv[0] == "quizkit":
    runpy.run_module("quizkit", run_name="__main__")
else:
    runpy.run_path(sys.argv[0], run_name="__main__")
