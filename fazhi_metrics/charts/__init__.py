"""A catalogue of charts, declared as data, and their export."""
