"""Lists of customers from files: which column is what, what a row says, and taking a whole file in.

`heads` knows the columns, `entries` makes a row what a line can be made of, `taking` writes a file's rows in chunks,
`queue` is the worker's turn, `receiving` keeps what the page was handed.
"""
