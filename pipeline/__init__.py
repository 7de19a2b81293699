"""Figures out of Chinese police reports: who did what, when and how much."""
