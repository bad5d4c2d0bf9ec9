"""Cases being edited: changes, what is not saved yet, and beginnings."""
