"""Can they get there from here."""
