"""Terms: an agreement's text, its areas and parties, and incidents held against each numbered term."""
