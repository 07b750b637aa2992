"""From finished marts to a release: expectations, the gate, the files, the swap, and two releases compared."""
