"""XML parts: read guarded, and edited as spans of bytes."""
