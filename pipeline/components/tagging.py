"""Span tags of characters: from entities to tags, and the best legal tag sequence back to entities.

The scheme is BIES with O. A MEASURE is tagged by its parts, `ACT` for the action and `OBJ` for the
object, so that one decoding finds the span and splits it. Decoding is Viterbi over legal transitions.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from pipeline.annotation import Entity

PARTS: Final = {
    "AGENCY": "AGENCY",
    "CAMPAIGN": "CAMPAIGN",
    "ACT": "MEASURE",
    "OBJ": "MEASURE",
    "QUANTITY": "QUANTITY",
    "DATE": "DATE",
}
"""Tag part to entity label."""
TAGS: Final = ("O", *(f"{edge}-{part}" for part in PARTS for edge in "BIES"))
INDEX: Final = {tag: i for i, tag in enumerate(TAGS)}
_FORBIDDEN = -1e9


def _label(tag: str) -> str:
    return PARTS[tag[2:]]


def _legal(left: str, right: str) -> bool:
    open_left = left[0] in "BI"
    goes_on = right[0] in "IE"
    if open_left != goes_on:
        return False
    return not goes_on or _label(left) == _label(right)


TRANSITIONS: Final = np.array([[0.0 if _legal(a, b) else _FORBIDDEN for b in TAGS] for a in TAGS])
_STARTS: Final = np.array([_FORBIDDEN if tag[0] in "IE" else 0.0 for tag in TAGS])
_ENDS: Final = np.array([_FORBIDDEN if tag[0] in "BI" else 0.0 for tag in TAGS])


def tags_of(text: str, entities: Sequence[Entity]) -> npt.NDArray[np.int64]:
    """Return the tag index of each character."""
    tags = np.zeros(len(text), dtype=np.int64)
    for entity in entities:
        parts = _parts(text, entity)
        last = entity.end - entity.start - 1
        for i, part in enumerate(parts):
            edge = "S" if last == 0 else "B" if i == 0 else "E" if i == last else "I"
            tags[entity.start + i] = INDEX[f"{edge}-{part}"]
    return tags


def _parts(text: str, entity: Entity) -> list[str]:
    """Return the part of each character of an entity; what joins object and action counts to the action."""
    words = text[entity.start : entity.end]
    if entity.label != "MEASURE":
        return [entity.label] * len(words)
    action, object_ = entity.attributes["action"], entity.attributes["object"]
    if action and words.startswith(action):
        return ["ACT"] * len(action) + ["OBJ"] * (len(words) - len(action))
    if action and object_ and words.startswith(object_) and words.endswith(action):
        return ["OBJ"] * len(object_) + ["ACT"] * (len(words) - len(object_))
    return ["OBJ"] * len(words)


def decode(probabilities: npt.NDArray[np.float32], blocked: npt.NDArray[np.bool_]) -> list[int]:
    """Return the most probable legal tag sequence, with O wherever `blocked`."""
    n = len(probabilities)
    if not n:
        return []
    emissions = np.log(probabilities.astype(np.float64) + 1e-12)
    emissions[blocked, 1:] = _FORBIDDEN
    for part in ("QUANTITY", "DATE"):  # these are the grammars' to place
        for edge in "BIES":
            emissions[:, INDEX[f"{edge}-{part}"]] = _FORBIDDEN
    score = _STARTS + emissions[0]
    back = np.zeros((n, len(TAGS)), dtype=np.int16)
    for i in range(1, n):
        paths = score[:, None] + TRANSITIONS
        back[i] = paths.argmax(0)
        score = paths[back[i], np.arange(len(TAGS))] + emissions[i]
    best = int((score + _ENDS).argmax())
    tags = [best]
    for i in range(n - 1, 0, -1):
        best = int(back[i, best])
        tags.append(best)
    return tags[::-1]


def spans_of(tags: Sequence[int]) -> list[tuple[int, int, str]]:
    """Return the (start, end, label) of each entity of a legal tag sequence."""
    spans = []
    start = 0
    for i, index in enumerate(tags):
        tag = TAGS[index]
        if tag[0] in "BS":
            start = i
        if tag[0] in "ES":
            spans.append((start, i + 1, _label(tag)))
    return spans


def split_measure(text: str, start: int, tags: Sequence[int]) -> tuple[str, str]:
    """Return (action, object) of a measure from the tags of its characters.

    An action that follows the object drops the light verb that joins them (商户进行走访 → 走访).
    """
    parts = [TAGS[t][2:] for t in tags]
    words = text[start : start + len(parts)]
    if parts[0] == "ACT":
        cut = parts.index("OBJ") if "OBJ" in parts else len(parts)
        return words[:cut], words[cut:]
    if "ACT" in parts:
        cut = parts.index("ACT")
        action = words[cut:]
        for light in ("进行", "开展", "实施", "予以"):
            action = action.removeprefix(light)
        return action, words[:cut]
    return "", words
