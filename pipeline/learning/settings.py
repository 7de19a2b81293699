"""How a model is built and trained: the sections of a file in `configs/`."""

from pathlib import Path
from typing import Any

import spacy
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from spacy.language import Language
from thinc.api import Config

from pipeline.errors import Code, CommandError


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Segmenter(_Strict):
    """Training of the word segmenter."""

    rounds: int = Field(ge=1)


class Stage(_Strict):
    """Training of one neural component."""

    rounds: int = Field(ge=1)
    rate: float = Field(gt=0)
    dropout: float = Field(ge=0, lt=1)
    batch: int = Field(ge=1)


class Tuning(_Strict):
    """Going on from a trained model; `others` is how many of its reports each added one is mixed with."""

    others: int = Field(ge=0)
    entities: Stage
    relations: Stage


class Learning(_Strict):
    """The section `[learning]`."""

    seed: int
    words: Segmenter
    entities: Stage
    relations: Stage
    tuning: Tuning | None = None


def read_settings(path: Path) -> tuple[Language, Learning]:
    """Return the untrained pipeline and the training settings; raises CommandError for a wrong file."""
    if not path.is_file():
        raise CommandError(Code.NO_INPUT, f"no such config: {path}")
    try:
        # Interpolation stays off: a config is data and names factories, nothing else.
        config = Config().from_disk(path, interpolate=False)
        learning = Learning.model_validate(config.pop("learning", {}))
        return build(config), learning
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise CommandError(Code.BAD_OPTION, f"{path}: learning.{where}: {error.errors()[0]['msg']}") from None
    except (ValueError, KeyError) as error:
        raise CommandError(
            Code.BAD_OPTION, f"{path} is no pipeline config: {str(error).strip()[:200]}"
        ) from None


def build(config: dict[str, Any]) -> Language:
    """Return the pipeline that a spaCy config describes."""
    return spacy.util.load_model_from_config(Config(config), auto_fill=True, validate=True)
