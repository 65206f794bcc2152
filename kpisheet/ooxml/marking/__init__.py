"""Marks on a person's sheets: cell notes, fills and refreshed values, put in and taken out again."""
