"""Small libraries named by subject; nothing here knows Madang's words, Django or the network."""
