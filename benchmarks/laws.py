"""The law that times follow: a straight line, and the power that fits best."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class Law(NamedTuple):
    """seconds = `fixed` + `each` · amount, with its R²; and the exponent b of seconds ~ amount^b."""

    fixed: float
    each: float
    r2: float
    exponent: float


def law(amounts: Sequence[float], seconds: Sequence[float]) -> Law:
    """Fit by least squares; raises ValueError for fewer than two amounts.

    The line minimises relative errors: with amounts over three powers of ten the largest would decide alone.

    >>> [round(x, 6) for x in law([1, 2, 4], [3, 5, 9])]
    [1.0, 2.0, 1.0, 0.792481]
    """
    if len(set(amounts)) < 2:
        raise ValueError("a law needs two amounts at least")
    x, y = np.asarray(amounts, float), np.asarray(seconds, float)
    each, fixed = np.polyfit(x, y, 1, w=1 / y)
    rest, spread = y - (fixed + each * x), y - y.mean()
    exponent = np.polyfit(np.log(x), np.log(y), 1)[0]
    return Law(float(fixed), float(each), float(1 - (rest @ rest) / (spread @ spread)), float(exponent))


def told(found: Law) -> str:
    """Return a law as a sentence.

    >>> told(Law(1.5, 0.00008, 0.9991, 0.98))
    'seconds = 1.50 + 80.0 · 10⁻⁶ · characters; R² = 0.9991; exponent 0.98.'
    """
    return (
        f"seconds = {found.fixed:.2f} + {found.each * 1e6:.1f} · 10⁻⁶ · characters; R² = {found.r2:.4f}; "
        f"exponent {found.exponent:.2f}."
    )
