"""One SQL file for each step between two versions of the schema: `1_to_2.sql` leads from version 1 to version 2.

A step never sets `user_version`: that is done for it, in the same transaction.
"""
