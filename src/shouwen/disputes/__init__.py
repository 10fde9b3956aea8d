"""Tariff disputes 资费争议 (C4.8): charges, findings, the proposal, the chain of signatures, the outcome."""
