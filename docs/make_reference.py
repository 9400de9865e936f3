"""Writes what the declared keys say into docs/deck.schema.json and the tables of docs/deck-format.md."""

from __future__ import annotations

import json
from pathlib import Path

from quizkit.deckfile.reader import DECK_KEYS
from quizkit.schema import deck_schema, format_tables

DOCS = Path(__file__).resolve().parent
BEGIN, END = "<!-- tables: made by docs/make_reference.py -->\n", "<!-- end of tables -->\n"


def main() -> None:
    schema = json.dumps(deck_schema(DECK_KEYS), ensure_ascii=False, indent=2) + "\n"
    (DOCS / "deck.schema.json").write_text(schema, encoding="utf-8")
    page = DOCS / "deck-format.md"
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n{format_tables(DECK_KEYS)}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
