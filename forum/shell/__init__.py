"""Shell: what the command line does beyond calling a folder - serving, backups, checks."""
