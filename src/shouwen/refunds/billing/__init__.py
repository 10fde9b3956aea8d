"""Billing systems, as refunds see them: one port, and an adapter for each way to reach one."""
