"""Counts: incidents in columns, who could look where and when, daily series, reports that may be of one incident."""
