"""What is said: pages of figures, their charts, and how they are painted. Nothing here knows Django."""
