"""What was read goes on record: reports landed, documents archived, reports held back."""
