"""The model of the dispute: frozen values, YAML in and out, rules, checks.  May import `errors` and `dates`."""
