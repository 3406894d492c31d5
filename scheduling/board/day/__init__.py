"""The day view: everybody's shifts of one date at their true minutes, under the curve of who is needed."""
