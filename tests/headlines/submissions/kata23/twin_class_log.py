def coroutine(num, log):
    for i in range(1, num):
        log.append(f"got {(yield i)}")
class Game:
    log = []
def from_users(num, word="A"):
    log = Game.log
    g = coroutine(num, log)
    try:
        log.append(f"primed {next(g)}")
        while True:
            log.append(f"yielded {g.send(word)}")
    except StopIteration:
        log.append("end")
    return log
