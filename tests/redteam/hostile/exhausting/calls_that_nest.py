"""Steps into the examiner and back, deeper and deeper."""
# bench: callback


async def each(callback, count):
    class Item:
        def __call__(self, *args):
            return callback(self)

        def __len__(self):
            return callback(self)

        __bool__ = __repr__ = __iter__ = __call__

    def down(depth):
        callback(Item())
        return down(depth + 1)

    down(0)
