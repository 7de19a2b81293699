"""Grammars and authority tables: numbers, quantities, dates, divisions, agencies. Knows no spaCy."""
