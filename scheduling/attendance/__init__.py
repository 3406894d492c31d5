"""What people say of their own shifts: that they know them, that they can't come, that they come late."""
