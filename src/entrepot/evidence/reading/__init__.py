"""Tables as vendors and leaks deliver them: any container, encoding and dialect, for a preview and as a stream."""
