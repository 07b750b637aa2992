"""Made-up reports for tests and trials: they obey the rules, and every page says that they are samples."""
