"""How each office types its ledger of a made-up year; one module per theme."""
