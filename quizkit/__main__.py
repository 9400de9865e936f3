"""``python -m quizkit`` and the ``quizkit`` program."""

import sys


def main() -> None:
    """Run the program; Ctrl-C ends it quietly even while it loads."""
    try:
        from quizkit.cli import main as run
    except KeyboardInterrupt:
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
