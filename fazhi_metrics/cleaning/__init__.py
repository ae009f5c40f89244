"""From workbooks to typed rows: issues at their cells, declared corrections, a log that adds up."""
