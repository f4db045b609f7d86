"""What makes a ROI wrong without anyone lying: each bias found in the facts and, where it can be, priced."""
