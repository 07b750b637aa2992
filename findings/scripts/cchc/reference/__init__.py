"""What is known before any report is read: the forms, the rules, the administrative units."""
