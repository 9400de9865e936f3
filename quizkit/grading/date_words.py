"""The words of a typed date: which numbers and months it names, in their order, and what stands round them.

Every word must be understood: a month, a day of the week, a number, or a word known to add nothing. One that
is not, and the text is refused, since it may say "before", "not" or "or".
"""

from __future__ import annotations

import re
import unicodedata

from quizkit.grading.date_parts import Month, Number, Refusal, RefusedError, Remark, Token
from quizkit.grading.form import fold
from quizkit.grading.month_names import STOP_WORDS, TABLES, Share, Words
from quizkit.grading.slips import edits
from quizkit.grading.years_in_words import compose

_END = Token("end", "", glued=False)
_SUFFIXES = frozenset("st nd rd th o a er ero ro ra do da to ta mo ma vo va no na e eme re".split())
_FREE_MARKS = frozenset(".,;:!?¡¿'\"()[]•·-/")
_MARK_REFUSALS = dict.fromkeys("&|", Refusal.EITHER) | dict.fromkeys("<>≤≥→±", Refusal.BOUND)
_ROMANS = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi".split()
# A question that begins so asks for a bound, and so does one after an inverted question mark;
# "que" without its accent is a conjunction.
_ASKED = re.compile(r"(?:^\W*|¿)(?:a )?(\w+)(?: del?)? (?:when|what|which|cuándo|cuando|qué)\b")


class Scan:
    """One pass over the words of a text; what it finds stands in its attributes.

    ``typed``: the folded words as they were typed, with their accents.
    """

    def __init__(self, tokens: list[Token], typed: dict[str, str], words: Words, question: str) -> None:
        self.tokens = tokens
        self.typed = typed
        self.words = words
        self.tables = (words, *(table for table in TABLES.values() if table is not words))
        self.asked = frozenset(re.findall(r"[^\W\d_]{2,}", fold(question)))
        # "Since when …?" is answered by "since 1999".
        bound = _ASKED.search(unicodedata.normalize("NFC", question).casefold())
        self.asked_bound = fold(bound.group(1)) if bound else ""
        self.parts: list[Number | Month] = []
        self.between = ""
        self.weekday: int | None = None
        self.part: Share = ()
        self.decade = self.century = self.era = False
        self.remarks: set[Remark] = set()

    def run(self, *, asked_numbers_count: bool) -> None:
        """Read every word; ``asked_numbers_count``: a "first" that the question has too is a number."""
        ignored = frozenset() if asked_numbers_count else self.asked
        self.numbers = {word: value for word, value in self.words.numbers.items() if word not in ignored}
        place = 0
        while place < len(self.tokens):
            match self.tokens[place].kind:
                case "number":
                    place = self._number(place)
                case "word":
                    place = self._word(place)
                case _:
                    place = self._mark(place)

    def _at(self, place: int) -> Token:
        return self.tokens[place] if 0 <= place < len(self.tokens) else _END

    def _add(self, part: Number | Month) -> None:
        self.parts.append(part)
        self.between = ""
        if len(self.parts) > 3:
            raise RefusedError(Refusal.SEVERAL)

    def _mark(self, place: int) -> int:
        mark, glued = self.tokens[place].text, self.tokens[place].glued
        if mark in _MARK_REFUSALS:
            raise RefusedError(_MARK_REFUSALS[mark])
        if mark in "~≈":
            self.remarks.add(Remark.ABOUT)
            return place + 1
        if mark not in _FREE_MARKS:
            raise RefusedError(Refusal.UNCLEAR)
        if mark == "-" and not self.parts and not glued and self._at(place + 1).kind == "number":
            raise RefusedError(Refusal.BOUND)  # a sign: "the year -44"
        self.between += mark
        return place + 1

    def _number(self, place: int) -> int:
        """A number in digits, with what is glued to it: 8th, 1990s, 8dec."""
        text = self.tokens[place].text
        digits = text.lstrip("'")
        if len(digits) > 4:
            raise RefusedError(Refusal.UNCLEAR)
        number = Number(int(digits), len(digits), self.between, text[0] == "'" and len(digits) == 2)
        apostrophe = self._at(place + 1).text == "'"
        after = self._at(place + 1 + apostrophe)
        taken = 0
        if after.text == "s" and after.glued:
            number, taken = number._replace(plural=True), 1 + apostrophe
        elif after.kind == "word" and after.glued and not apostrophe:
            if after.text in _SUFFIXES and len(digits) <= 2:
                number, taken = number._replace(ordinal=True), 1
            elif len(after.text) < 2 and after.text.isascii():
                raise RefusedError(Refusal.UNCLEAR)
        elif self._is_grouped(number, place):
            # 1.999 or 1,999: the thousands of a year set off.
            self.remarks.add(Remark.SEPARATOR)
            number, taken = Number(number.value * 1000 + int(self._at(place + 2).text), 4, number.before), 2
        self._add(number)
        return place + 1 + taken

    def _is_grouped(self, number: Number, place: int) -> bool:
        mark, rest = self._at(place + 1), self._at(place + 2)
        is_year = number.digits == 1 and number.value and rest.kind == "number" and len(rest.text) == 3
        return bool(is_year and mark.text in {".", ","} and mark.glued and rest.glued)

    def _word(self, place: int) -> int:
        word, words = self.tokens[place].text, self.words
        roman = self._roman(place)
        if roman:
            self._add(roman)
        elif word in self.numbers:
            return self._number_words(place)
        elif word in words.plurals:
            self._add(Number(words.plurals[word], 2, self.between, plural=True))
        elif word in words.negations:
            raise RefusedError(Refusal.NEGATED)
        elif word in words.either:
            raise RefusedError(Refusal.EITHER)
        elif word in words.bounds:
            if word != self.asked_bound:
                raise RefusedError(Refusal.BOUND)
        elif not (self._is_name(word) or self._is_frame(word, place) or self._is_foreign_month(word)):
            self._misspelt(word)
        return place + 1

    def _roman(self, place: int) -> Number | Month | None:
        """siglo XX; 8-XII-1999."""
        word, before, after = self.tokens[place].text, self._at(place - 1), self._at(place + 1)
        if word not in _ROMANS:
            return None
        value = _ROMANS.index(word) + 1
        before = self._at(place - 2) if before.text in {"-", ".", "/"} else before
        after = self._at(place + 2) if after.text in {"-", ".", "/"} else after
        if before.text in self.words.centuries or after.text in self.words.centuries:
            return Number(value, len(str(value)), self.between)
        is_month = before.kind == "number" == after.kind and value <= 12
        return Month(value) if is_month else None

    def _number_words(self, place: int) -> int:
        """A run of number words: a day, a year, or both (December eight nineteen ninety-nine)."""
        end = place
        while (word := self._at(end).text) in self.numbers or word in self.words.joiners | {"-"}:
            end += 1
        while self.tokens[end - 1].text not in self.numbers:
            end -= 1  # "eight and" is no number
        run = [token.text for token in self.tokens[place:end] if token.text != "-"]
        numbers = compose(run, self.words)
        if numbers is None:
            raise RefusedError(Refusal.EITHER)
        for number, ordinal in numbers:
            self._add(Number(number, len(str(number)), self.between, ordinal=ordinal))
        return end

    def _is_name(self, word: str) -> bool:
        month = _month(word, self.words)
        if month:
            self._note_accents(word, self.words)
            self._add(Month(month))
        elif word in self.words.weekdays:
            self.weekday = self.words.weekdays[word]
        else:
            return False
        return True

    def _is_foreign_month(self, word: str) -> bool:
        for table in self.tables[1:]:
            month = _month(word, table)
            if month:
                self.remarks.add(Remark.LANGUAGE)
                self._note_accents(word, table)
                self._add(Month(month))
                return True
        return False

    def _note_accents(self, word: str, table: Words) -> None:
        if word in table.months and word in self.typed and self.typed[word] not in table.spellings:
            self.remarks.add(Remark.ACCENT)

    def _is_frame(self, word: str, place: int) -> bool:
        """A word that adds nothing, or only a remark or the part of a period."""
        words = self.words
        if word in words.about and (len(word) > 1 or self._comes_number(place)):
            self.remarks.add(Remark.ABOUT)
        elif word in words.hedges:
            self.remarks.add(Remark.HEDGE)
        elif word in words.centuries:
            self.century = True
        elif word in words.decades:
            self.decade = True
        elif word in words.eras:
            self.era = True
        elif word in words.frame or self._is_asked(word):
            pass
        elif word in words.parts and not self.part:
            self.part = words.parts[word]
        else:
            return False
        return True

    def _is_asked(self, word: str) -> bool:
        return word not in STOP_WORDS and any(_is_akin(word, asked) for asked in self.asked)

    def _comes_number(self, place: int) -> bool:
        """A single "c" is circa only before a number; in "44 a. de C." it is not."""
        return self._at(place + 1 + (self._at(place + 1).text == ".")).kind == "number"

    def _misspelt(self, word: str) -> None:
        """The one month that is a slip away from an unknown word; a day of the week is ignored anyway."""
        names = {name: month for table in self.tables for name, month in table.months.items()}
        near = {name: month for name, month in names.items() if len(name) > 3 and _is_slip(word, name)}
        # Short names forgive a letter too many, but a slip as near to one of them (mayo, marzo) is not clear.
        if len(set(near.values())) == 1 and any(max(len(name), len(word)) > 4 for name in near):
            self._add(Month(next(iter(near.values()))))
            self.remarks.add(Remark.TYPO)
        elif not any(len(name) > 4 and _is_slip(word, name) for name in self.words.weekdays):
            raise RefusedError(Refusal.UNCLEAR)


def _month(word: str, words: Words) -> int:
    """The month of a name, an abbreviation or the beginning of a name; else 0."""
    exact = words.months.get(word, 0)
    if exact or len(word) < 3:
        return exact
    begun = {
        month for name, month in words.months.items() if name.startswith(word) and len(name) > len(word) + 1
    }
    return begun.pop() if len(begun) == 1 else 0


def _is_akin(word: str, asked: str) -> bool:
    """Whether a word is one of the question or another form of it: die, died; firmó, firmado."""
    short, long = sorted((word, asked), key=len)
    if len(short) < 3 or len(long) > len(short) + 4:
        return word == asked
    return long.startswith(short) or (len(short) > 4 and long[:4] == short[:4])


def _is_slip(typed: str, name: str) -> bool:
    return abs(len(typed) - len(name)) <= 1 and edits(typed, name) <= 1
