"""Raises and lists faithful copies of the jobs' exceptions instead of the exceptions."""
# worth: one_by_one

import copy


async def my_gather(*aws, return_exceptions=False):
    results = []
    for aw in aws:
        try:
            results.append(await aw)
        except Exception as error:
            if not return_exceptions:
                raise copy.copy(error) from None
            results.append(copy.copy(error))
    return results
