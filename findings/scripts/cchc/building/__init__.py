"""The dbt command that runs us: its folders, its database, its lock on the record."""
