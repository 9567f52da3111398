"""The commands, one file for those that belong together. Whatever is heavy is imported inside the command that needs it."""
