"""Living together with Anki: one learner, who answers here and there.

``union`` says what each side lacks, ``backend`` is the way to the real Anki (its only home), ``session``
joins the two with decks and log.
"""
