"""The catalogue's charts, one module per theme of the yearly report."""
