"""Questions about projects: their performance forms, indicators, goals and money."""
