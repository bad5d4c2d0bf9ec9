"""Who said what, when, from which document: an append-only store.  It knows nothing of cases."""
