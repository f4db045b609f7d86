"""Where the next euro goes: what one more brings to each channel, organisation or segment, and a better split."""
