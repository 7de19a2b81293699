"""The first pass over the inputs: what there is, and what of it says the same."""
