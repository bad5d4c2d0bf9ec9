"""Pages for a browser on this machine: read, explore, edit, review; nothing sent anywhere."""
