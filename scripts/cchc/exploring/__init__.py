"""The release in a browser: a static site whose page asks the published file with SQL, beside the figures' sources."""
