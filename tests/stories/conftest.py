"""What the stories share: a folder with a database of all tables."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def folder(sqlite_template: Path, tmp_path: Path) -> Path:
    """A working folder whose `bantin.db` has all tables and no rows."""
    shutil.copy(sqlite_template, tmp_path / "bantin.db")
    return tmp_path
