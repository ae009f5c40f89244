"""One file per ledger: columns, aliases, units, checks."""
