"""The first door: the briefing, composed from the rooms' answers and set as HTML, Markdown and PDF."""
