"""Where people and programs meet Filon; faces do not know one another."""
