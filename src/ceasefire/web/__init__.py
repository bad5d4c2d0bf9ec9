"""Pages for a browser on this machine: read, explore, nothing sent anywhere."""
