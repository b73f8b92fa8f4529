"""Never comes to an end in what runs when a check is over."""
# wall
# only: test_nothing_to_wait_for


class Never:
    def __del__(self):
        while True:
            pass


async def my_gather(*aws, return_exceptions=False):
    circle = [Never()]
    circle.append(circle)
    del circle
    raise RuntimeError
