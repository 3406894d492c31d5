"""A center's holidays: days of its state's calendar, taken year by year, and days of its own."""
