"""Whether a locked version is named by a published advisory."""
