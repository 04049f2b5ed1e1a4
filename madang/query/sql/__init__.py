"""One SELECT that a user wrote, over the tables that they may read: checked on its tree, executed apart.

`check` reads the text and writes new text from the checked tree; `run` has that executed by a child process of the pool. Both
work in children: `reader` parses (a parser can be made to take hours), `runner` computes. Nothing of a user's text reaches an engine.
"""
