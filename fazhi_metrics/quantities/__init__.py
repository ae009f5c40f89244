"""How people write numbers, dates, yes and no: in a cell or in a sentence."""
