"""Reading a file in a process of its own, within a limit of memory: `read_apart` asks, `process` watches, `child` reads."""
