"""MCP (Model Context Protocol) at `/mcp`: the city's data for assistants. Decision 25; docs/mcp.md.

A call comes in by `views`, is spoken by the official SDK in a loop of its own (`apart`, `server`), and is answered by a file of
`tools/` in the thread of its request. `mcp` takes a second to import, so nothing here imports it before the first call.
"""
