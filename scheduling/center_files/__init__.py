"""A center's files (CSV and TOML): read, checked, compared with what is stored, and imported as one version."""
