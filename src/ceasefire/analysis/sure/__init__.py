"""How sure are we: what stands however the ranges of the judgements fall."""
