"""Pure decisions about confirmed shifts and reports."""
