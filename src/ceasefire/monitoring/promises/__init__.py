"""Promises: what was to be done by a day, access promised and delivered, local truces."""
