"""What can be mended in a draft without its editor."""
