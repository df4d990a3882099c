"""What of this app hangs on a membership."""
