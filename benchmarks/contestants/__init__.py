"""What is measured: each runs in a process of its own, most of them in an environment of their own.

`serve.py` is started there with one of the `use_*` modules, which therefore import nothing of this project
(but `use_ours`) and nothing of each other. Such a module has

- `PACKAGES`: the distributions whose versions are told,
- `start(what)`: gets ready and returns what is done to each text,
- `tokens(result)`: how many words that found, or None where it finds no words,
- `spans(text, result)`: what it found, as (label of its own, start, end), end exclusive.
"""
