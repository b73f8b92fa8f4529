"""The untrusted process: loads the student's file, serves the protocol, observes. Nothing it holds is secret."""
