"""``python -m quizkit`` and the ``quizkit`` program."""

from quizkit.cli import main

if __name__ == "__main__":
    main()
