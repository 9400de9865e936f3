"""Guessing the language of a text by its small words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

# Words that are common in one of these languages and rare or unknown in the others.
_SMALL_WORDS = {
    "en": "the of and to is was that with by for this which from",
    "es": "el los las del que y con por una para como fue su",
    "fr": "le les des et est une dans que du au qui sur cette",
    "de": "der die das und ist nicht mit den von auf ein eine zu",
    "it": "il gli della che di è per con una nel sono alla",
    "pt": "os as da do não uma em para com é ao pelo dos",
    "pl": "i w na z się nie do że jest to od przez",
    "ru": "и в не на что с по как это из за был",
    "be": "і ў не на што з па як гэта за быў да",
    "uk": "і в не на що з та як це за був від",
}
# Fewer, or no more than in another language, tell nothing.
_ENOUGH = 3


def guessed_language(texts: Iterable[str]) -> str:
    """The code of the language, "" where it is none of those that are known here."""
    words = Counter(word for text in texts for word in text.casefold().split())
    known = {language: sum(words[word] for word in some.split()) for language, some in _SMALL_WORDS.items()}
    (best, most), (_, second) = sorted(known.items(), key=lambda pair: pair[1], reverse=True)[:2]
    return best if most >= _ENOUGH and most > second else ""
