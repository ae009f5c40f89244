"""Indicators: each is two sums, a scale and a definition that has a version."""
