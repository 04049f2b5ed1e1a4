"""JSON, whole or in lines, read as a stream: its values, the records among them, and an error that came in their place."""
