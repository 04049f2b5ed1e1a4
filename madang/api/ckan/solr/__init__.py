"""The part of Solr's language that CKAN's clients use: `read` makes a `tree` of it, `ask` a query of our index.

    query  = clause { [AND|OR|NOT|&&||||!] clause }        neighbours are joined by AND; NOT binds before AND before OR
    clause = ["+"|"-"] [field ":"] ( word | "phrase" | word* | wo?d | [a TO b] | {a TO b} | ( query ) ) [^boost] [~n]

A `q` in which no known field stands before a colon is no such text but plain words (`plain_words`), so a pasted address is one too.
"""
