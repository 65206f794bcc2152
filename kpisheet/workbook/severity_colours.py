"""The fills that mark a finding's severity, the same on the person's cells and in the list of findings."""

from kpisheet.worksheet.findings import Severity

# Light enough to read black text on, and apart in lightness, not by hue alone.
SEVERITY_FILLS = {Severity.ERROR: "#F6C9BF", Severity.WARNING: "#FFE49A", Severity.INFO: "#D6E6F5"}
