"""Young cohorts: what their open deals will still bring, and what the curve behind it is worth."""
