"""What examiner and candidate say to each other: one protocol, versioned. Import from the modules: they are light one by one."""
