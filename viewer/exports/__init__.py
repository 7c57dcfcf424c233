"""What visitors take away: one file per format, from dataset and selection to bytes."""
