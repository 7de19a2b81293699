"""What the tests of the command line share."""

from pathlib import Path

import pytest
from calling import SEEDS, call


@pytest.fixture(scope="session")
def seed_records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the records of the seeds."""
    output = tmp_path_factory.mktemp("seeds") / "records.jsonl"
    result = call("run", SEEDS, "-o", output)
    assert result.exit_code == 0, result.output
    return output
