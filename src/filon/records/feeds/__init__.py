"""What leaves for the lake: whole tables, or what changed since a journal entry; nothing personal."""
