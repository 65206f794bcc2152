"""Many files: tasks in order, side by side in fresh processes; one that fails never stops the others."""

from kpisheet.batch.task import Task
from kpisheet.batch.tasks import Outcome, run_tasks

__all__ = ["Outcome", "Task", "run_tasks"]
