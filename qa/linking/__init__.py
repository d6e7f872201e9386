"""Departments and measures of a question, linked against what the index holds."""
