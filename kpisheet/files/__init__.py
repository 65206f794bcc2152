"""Files on disk: read within limits, written safely, and an earlier output of ours known again."""
