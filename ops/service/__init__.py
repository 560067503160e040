"""Makes a copy of this repository the one of a service: its name, region and application, in the files that say so."""
