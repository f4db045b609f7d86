"""What each page says, as frozen values in both languages."""
