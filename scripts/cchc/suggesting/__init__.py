"""New rules, suggested from a form's own structure and from the reports that landed, and taken once a person agrees."""
