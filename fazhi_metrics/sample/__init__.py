"""Made-up towns of any size, seeded, typed as offices type them."""
