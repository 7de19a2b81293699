"""A record as a Python object."""

import pickle

from tests.made_records import record


def test_a_record_crosses_processes_as_it_is() -> None:
    made = record(quantity__high=None, category__confidence=0.1 + 0.2, measure__confidence=1e-17)
    assert pickle.loads(pickle.dumps(made)) == made
