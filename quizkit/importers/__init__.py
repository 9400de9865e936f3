"""Packages of other programs, read into decks and reviews. They come from anybody and are read as such."""
