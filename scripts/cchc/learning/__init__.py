"""A form that nobody entered yet: its rows drafted from a document, checked by a person, and adopted as seeds."""
