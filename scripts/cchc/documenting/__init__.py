"""The documentation site: the data dictionary in two languages, dbt's own pages and the Data Docs, side by side."""
