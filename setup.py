"""Puts the trained model into wheels; everything else about the package is in pyproject.toml."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

MODEL = Path("models/zh_police_reports")
SHIPPED = Path("pipeline/shipped") / MODEL.name  # where `pipeline.DEFAULT` looks first


class BuildWithModel(build_py):
    """Copies the model into the built package; an editable install goes on using `models/`."""

    def run(self) -> None:
        """Build the package, then lay the model as it now stands beside it."""
        super().run()
        if not self.editable_mode:
            shutil.rmtree(Path(self.build_lib) / SHIPPED, ignore_errors=True)
            shutil.copytree(MODEL, Path(self.build_lib) / SHIPPED)

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """Return the files that are written, those of the model included."""
        files = [] if self.editable_mode else [p for p in MODEL.rglob("*") if p.is_file()]
        copies = [str(Path(self.build_lib) / SHIPPED / p.relative_to(MODEL)) for p in files]
        return [*super().get_outputs(include_bytecode), *copies]


setup(cmdclass={"build_py": BuildWithModel})
