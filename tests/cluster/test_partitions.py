"""How inputs are divided."""

from pathlib import Path

from pipeline.cluster.partitions import Partition, partitions
from pipeline.reading.raw import Reject


def test_small_files_are_bundled_and_large_ones_stand_alone(tmp_path: Path) -> None:
    sizes = [40, 40, 40, 10, 300, 100, 0, 60, 60]
    paths: list[Path | Reject] = [tmp_path / f"{n}.txt" for n in range(len(sizes))]
    for path, size in zip(paths, sizes, strict=True):
        assert isinstance(path, Path)
        path.write_bytes(b"x" * size)
    paths.insert(2, Reject("gone", "R005", ""))
    found = partitions(paths, least=100)
    assert [part.number for part in found] == list(range(5))
    assert [path for part in found for path in part.paths] == paths
    assert [len(part.paths) for part in found] == [4, 1, 1, 1, 3]


def test_what_is_gone_meanwhile_is_a_partition_too(tmp_path: Path) -> None:
    assert partitions([tmp_path / "gone.txt"]) == [Partition(0, (tmp_path / "gone.txt",))]
