"""The day's end and the self-checks 自查 (C4.8.7): what was refunded, looked at again."""
