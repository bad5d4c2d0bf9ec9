"""From results to words: nothing here analyses.  May import `errors`, `dates`, `case` and `analysis`."""
