"""The law: policy as data, and the pure decisions made from it.

No Django, no clock, no input or output but reading the edition's own TOML. Whoever wants a decision passes
the facts and an `Edition`, and gets back a `Decision` or a `Refused` that names its clauses.
"""
