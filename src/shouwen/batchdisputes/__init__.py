"""Batch disputes 批量资费争议 (C4.8.4): many customers' money back in one decision."""
