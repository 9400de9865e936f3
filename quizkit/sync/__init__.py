"""Living together with Anki: one learner, who answers here and there.

``union`` says what each side lacks of the answers, ``notes`` and ``merging`` say it of the questions,
``backend`` and ``opening`` are the way to the real Anki (the only homes of its library), and ``session``
joins both sides with decks and log.
"""
