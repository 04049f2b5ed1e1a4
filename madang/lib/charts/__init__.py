"""Charts as Vega-Lite specifications, and as SVG and PNG drawn here without a browser.

`chart` is what a chart shows: plain points and what they mean. `spec` makes the specification that the page draws and that
`drawing` has drawn by `engine`, a child process; `theme` has the colours, `numbers` the words for numbers, `safe` makes a
drawing fit to stand in a page.

Points are plain rows. Their keys are always the same few (`x`, `y`, `c` ...), and words that somebody wrote are only values
and titles: no text of a publisher or a reader becomes an expression, a field's name or an address.
"""
