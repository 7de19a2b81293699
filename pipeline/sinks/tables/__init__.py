"""Records as tables for people who count: Parquet, DuckDB, CSV and Excel, one row a record."""
