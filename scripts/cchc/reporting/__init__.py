"""Pages for people who open no database: one unit's year, and a province's, out of the published warehouse."""
