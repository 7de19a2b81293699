"""What all tests share.

Property tests try the same examples each time and are not judged by the clock.
"""

from pathlib import Path

import pytest
from calling import SEEDS, call
from hypothesis import HealthCheck, settings

settings.register_profile(
    "project", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("project")


@pytest.fixture(scope="session")
def seed_records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the records of the seeds."""
    output = tmp_path_factory.mktemp("seeds") / "records.jsonl"
    result = call("run", SEEDS, "-o", output)
    assert result.exit_code == 0, result.output
    return output
