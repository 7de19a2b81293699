"""The library as its user imports it."""

import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

import pipeline
from pipeline.errors import ReadError

ROOT = Path(__file__).parents[1]
REPORT = "春节期间,兰溪市公安局共出动警力300人次,检查宾馆旅馆12家,化解矛盾纠纷5起。"


def test_threads_that_come_at_once_share_one_model() -> None:
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(pipeline.extract, [REPORT] * 4))
    assert found == [found[0]] * 4
    assert [r.quantity and r.quantity.low for r in found[0]] == [300, 12, 5]
    assert {r.agency and r.agency.name for r in found[0]} == {"兰溪市公安局"}


@pytest.mark.parametrize("published", ["2024-03-01", date(2024, 3, 1)])
def test_published_dates_a_text_without_a_day(published: str | date) -> None:
    assert {r.doc.published for r in pipeline.extract(REPORT, published)} == {"2024-03-01"}


def test_a_stream_of_texts_and_mappings() -> None:
    items = [REPORT, {"id": "x", "text": REPORT, "published": "2024-03-01"}, " ", {"no": "text"}, REPORT]
    with pytest.warns(UserWarning, match=r"item [34]: ") as warned:
        found = list(pipeline.extract_many(iter(items), batch_size=2))
    assert len(warned) == 2
    assert [records[0].doc.id if records else None for records in found] == ["1", "x", None, None, "5"]
    assert found[1][0].doc.published == "2024-03-01"


def test_a_text_that_is_no_report() -> None:
    with pytest.raises(ReadError):
        pipeline.extract("")


def test_importing_the_package_is_cheap() -> None:
    code = "import sys, pipeline; sys.exit(bool({'spacy', 'numpy', 'pydantic'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_spacy_loads_the_model_by_entry_points_alone(tmp_path: Path) -> None:
    # The entry points as pyproject.toml has them now, whatever the installed metadata say.
    tables = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
    metadata = tmp_path / "zh_police_reports-0.1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: zh-police-reports\nVersion: 0.1.0\n")
    lines = [f"[{group}]\n" + "".join(f"{k} = {v}\n" for k, v in t.items()) for group, t in tables.items()]
    (metadata / "entry_points.txt").write_text("\n".join(lines))
    code = (
        f"import sys; sys.path[:0] = [{str(tmp_path)!r}, {str(ROOT)!r}]\n"
        f"import spacy; nlp = spacy.load({str(pipeline.DEFAULT)!r})\n"
        f"assert len(nlp({REPORT!r})._.entities) > 3"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
