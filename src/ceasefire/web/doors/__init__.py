"""Who may come in: the guard before every address, sessions, accounts, and the pages of signing in."""
