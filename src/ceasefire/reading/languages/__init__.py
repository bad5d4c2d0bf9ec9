"""Languages: which one a passage is in, and rules for direct speech and common verbs of saying in four beside English."""
