"""The disk: reading and writing the user's files, and a folder for what can be made anew."""
