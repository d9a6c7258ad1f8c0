"""A fictional company with a site, outlets and a namesake, served on loopback."""
