"""What is alike in everything that is worked on under deadlines: tickets, disputes, batches of refunds.

A case has a chain of events, a state that moves by a table, clocks, people who hear of it, files, and one form and
one address for each of its verbs. What a case is about is each room's own.
"""
