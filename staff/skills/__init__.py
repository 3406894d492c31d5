"""Skills, dated certifications and trainer pairs."""
