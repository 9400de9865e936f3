"""Output formats: one file each, named as the format; each matches on the interactions."""
