"""Grade many submissions, unattended: a queue, worker processes, timeouts, and other machines through dask."""
