"""What the cooperation adds up to: verbindingen, overlap, congruence, clusters, changes; pure functions."""
