"""One person's roster as a page, and the list of people; everybody's day is in `scheduling/board/`."""
