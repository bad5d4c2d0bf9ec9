"""Calls: is there a calm, has it broken, where did the level change, and how often luck alone would call the same."""
