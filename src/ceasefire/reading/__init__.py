"""An article to drafted claims, by rules, for a person to accept.  English only."""
