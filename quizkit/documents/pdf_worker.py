"""Run by ``pdf`` as a program of its own: PDF on standard input, text on standard output."""

from __future__ import annotations

import io
import sys

MAX_MEMORY = 2_000_000_000


def main() -> None:
    from pdfminer.high_level import extract_text

    limit_memory()
    text = extract_text(io.BytesIO(sys.stdin.buffer.read()))
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))


def limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


if __name__ == "__main__":
    main()
