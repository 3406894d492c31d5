"""Who decides for one while one is away."""
