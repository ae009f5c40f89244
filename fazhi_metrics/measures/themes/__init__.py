"""The catalogue's cards, one module per theme of the yearly report."""
