"""How kpisheet.html is built: fetched, staged, compiled, packed, put together. Only `build.py` uses it."""
