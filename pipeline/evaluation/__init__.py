"""Scores of a model against annotated samples, from the raw file to the record."""
