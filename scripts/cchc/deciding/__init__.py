"""What is open in the warehouse as workbooks for people to decide on, and their decisions back as adjudications."""
