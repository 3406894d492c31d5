"""Call load: what people are needed for."""
