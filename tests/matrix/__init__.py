"""Who gets which answer, written by hand, for `tests/test_permission_matrix.py`."""
