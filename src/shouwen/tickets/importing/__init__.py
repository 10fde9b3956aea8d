"""Files of complaints from elsewhere: read, mapped, judged and taken in, each row once.

`tables` reads rows, `reading` says which column is what, `mapping` makes a row what the desk would hand in,
`running` takes a whole file through, `rejects` keeps what could not be taken in.
"""
