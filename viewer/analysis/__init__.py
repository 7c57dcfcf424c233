"""What the cooperation adds up to: ties, overlap, congruence, clusters, changes; pure functions."""
