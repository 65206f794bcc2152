"""The report as JSON, for programs: of one file, of its findings alone, of a file that failed."""

from kpisheet.json_output.report import failure_dict, findings_dict, one_line, to_dict, to_json

__all__ = ["failure_dict", "findings_dict", "one_line", "to_dict", "to_json"]
