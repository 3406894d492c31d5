"""What the admin pages of every table have in common: the site, its center, versioned writes, history."""
