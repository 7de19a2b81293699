"""Bytes to documents: decoding, normalising, furniture, input formats."""
