"""What leaves the house: notebooks, figures, reports."""
