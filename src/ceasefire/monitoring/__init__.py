"""Is it holding: incidents against terms, calm and breakdown, what was promised and what came."""
