"""What every endpoint of the API stands on: center and permission, pages, versions and errors."""
