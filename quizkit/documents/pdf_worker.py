"""Run by ``pdf`` as a program of its own: PDF on standard input, its text on standard output.

With the argument "stated", what the file says of itself, in JSON.
"""

from __future__ import annotations

import io
import json
import sys

MAX_MEMORY = 2_000_000_000


def main() -> None:
    from pdfminer.high_level import extract_text  # with what it needs, before memory is limited

    limit_memory()
    file = io.BytesIO(sys.stdin.buffer.read())
    written = json.dumps(stated(file)) if sys.argv[1:] == ["stated"] else extract_text(file)
    sys.stdout.buffer.write(written.encode("utf-8", "replace"))


def stated(file: io.BytesIO) -> dict[str, str]:
    """What the file says of itself."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser
    from pdfminer.utils import decode_text

    said: dict[str, object] = {}
    for info in PDFDocument(PDFParser(file)).info:
        said |= info
    texts = {name: said.get(name) for name in ("Title", "Author")}
    return {name: decode_text(text) if isinstance(text, bytes) else "" for name, text in texts.items()}


def limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


if __name__ == "__main__":
    main()
