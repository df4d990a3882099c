"""Pictures of every page: `manage.py shots`. The list is in `stops`, the camera in `camera`."""
