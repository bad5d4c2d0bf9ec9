"""Would it hold."""
