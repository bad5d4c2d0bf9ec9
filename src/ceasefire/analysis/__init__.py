"""Pure functions from a case to frozen results: numpy and scipy; no clock, no database, no global random.

May import `errors`, `dates` and `case`; never record, click or Starlette.
"""
