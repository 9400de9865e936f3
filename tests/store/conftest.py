"""An author with decks, and learners of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.store.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def laptop(tmp_path: Path) -> Desk:
    """The same decks with another home."""
    return Desk(tmp_path, home="laptop")
