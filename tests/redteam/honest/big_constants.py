"""Holds large tables, long strings and big numbers."""

import asyncio


def outcome(child):
    if child.cancelled():
        return asyncio.CancelledError()
    failure = child.exception()
    return child.result() if failure is None else failure


async def gather(aws, return_exceptions):
    outer = asyncio.get_running_loop().create_future()
    children = []
    for place, aw in enumerate(aws):
        first = next(spot for spot, other in enumerate(aws) if other is aw)
        children.append(asyncio.ensure_future(aw) if first == place else children[first])
    pending = len(children)

    def one_done(child):
        nonlocal pending
        pending -= 1
        failure = asyncio.CancelledError() if child.cancelled() else child.exception()
        if failure is not None and not return_exceptions and not outer.done():
            outer.set_exception(failure)
        if pending == 0 and not outer.done():
            outer.set_result([outcome(child) for child in children])

    for child in children:
        child.add_done_callback(one_done)
    if not children:
        return []
    try:
        return await outer
    except asyncio.CancelledError:
        if outer.cancelled():
            for child in children:
                child.cancel()
        raise


TABLE = {number: (str(number), [number] * 3) for number in range(20_000)}
WORDS = ('word0', 'word1', 'word2', 'word3', 'word4', 'word5', 'word6', 'word7', 'word8', 'word9', 'word10', 'word11', 'word12', 'word13', 'word14', 'word15', 'word16', 'word17', 'word18', 'word19', 'word20', 'word21', 'word22', 'word23', 'word24', 'word25', 'word26', 'word27', 'word28', 'word29', 'word30', 'word31', 'word32', 'word33', 'word34', 'word35', 'word36', 'word37', 'word38', 'word39', 'word40', 'word41', 'word42', 'word43', 'word44', 'word45', 'word46', 'word47', 'word48', 'word49', 'word50', 'word51', 'word52', 'word53', 'word54', 'word55', 'word56', 'word57', 'word58', 'word59', 'word60', 'word61', 'word62', 'word63', 'word64', 'word65', 'word66', 'word67', 'word68', 'word69', 'word70', 'word71', 'word72', 'word73', 'word74', 'word75', 'word76', 'word77', 'word78', 'word79', 'word80', 'word81', 'word82', 'word83', 'word84', 'word85', 'word86', 'word87', 'word88', 'word89', 'word90', 'word91', 'word92', 'word93', 'word94', 'word95', 'word96', 'word97', 'word98', 'word99', 'word100', 'word101', 'word102', 'word103', 'word104', 'word105', 'word106', 'word107', 'word108', 'word109', 'word110', 'word111', 'word112', 'word113', 'word114', 'word115', 'word116', 'word117', 'word118', 'word119', 'word120', 'word121', 'word122', 'word123', 'word124', 'word125', 'word126', 'word127', 'word128', 'word129', 'word130', 'word131', 'word132', 'word133', 'word134', 'word135', 'word136', 'word137', 'word138', 'word139', 'word140', 'word141', 'word142', 'word143', 'word144', 'word145', 'word146', 'word147', 'word148', 'word149', 'word150', 'word151', 'word152', 'word153', 'word154', 'word155', 'word156', 'word157', 'word158', 'word159', 'word160', 'word161', 'word162', 'word163', 'word164', 'word165', 'word166', 'word167', 'word168', 'word169', 'word170', 'word171', 'word172', 'word173', 'word174', 'word175', 'word176', 'word177', 'word178', 'word179', 'word180', 'word181', 'word182', 'word183', 'word184', 'word185', 'word186', 'word187', 'word188', 'word189', 'word190', 'word191', 'word192', 'word193', 'word194', 'word195', 'word196', 'word197', 'word198', 'word199', 'word200', 'word201', 'word202', 'word203', 'word204', 'word205', 'word206', 'word207', 'word208', 'word209', 'word210', 'word211', 'word212', 'word213', 'word214', 'word215', 'word216', 'word217', 'word218', 'word219', 'word220', 'word221', 'word222', 'word223', 'word224', 'word225', 'word226', 'word227', 'word228', 'word229', 'word230', 'word231', 'word232', 'word233', 'word234', 'word235', 'word236', 'word237', 'word238', 'word239', 'word240', 'word241', 'word242', 'word243', 'word244', 'word245', 'word246', 'word247', 'word248', 'word249', 'word250', 'word251', 'word252', 'word253', 'word254', 'word255', 'word256', 'word257', 'word258', 'word259', 'word260', 'word261', 'word262', 'word263', 'word264', 'word265', 'word266', 'word267', 'word268', 'word269', 'word270', 'word271', 'word272', 'word273', 'word274', 'word275', 'word276', 'word277', 'word278', 'word279', 'word280', 'word281', 'word282', 'word283', 'word284', 'word285', 'word286', 'word287', 'word288', 'word289', 'word290', 'word291', 'word292', 'word293', 'word294', 'word295', 'word296', 'word297', 'word298', 'word299', 'word300', 'word301', 'word302', 'word303', 'word304', 'word305', 'word306', 'word307', 'word308', 'word309', 'word310', 'word311', 'word312', 'word313', 'word314', 'word315', 'word316', 'word317', 'word318', 'word319', 'word320', 'word321', 'word322', 'word323', 'word324', 'word325', 'word326', 'word327', 'word328', 'word329', 'word330', 'word331', 'word332', 'word333', 'word334', 'word335', 'word336', 'word337', 'word338', 'word339', 'word340', 'word341', 'word342', 'word343', 'word344', 'word345', 'word346', 'word347', 'word348', 'word349', 'word350', 'word351', 'word352', 'word353', 'word354', 'word355', 'word356', 'word357', 'word358', 'word359', 'word360', 'word361', 'word362', 'word363', 'word364', 'word365', 'word366', 'word367', 'word368', 'word369', 'word370', 'word371', 'word372', 'word373', 'word374', 'word375', 'word376', 'word377', 'word378', 'word379', 'word380', 'word381', 'word382', 'word383', 'word384', 'word385', 'word386', 'word387', 'word388', 'word389', 'word390', 'word391', 'word392', 'word393', 'word394', 'word395', 'word396', 'word397', 'word398', 'word399')
NUMBER = 7**10_000
TEXT = """long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text long text """

assert len(TABLE) == 20_000
assert len(WORDS) == 400
assert NUMBER.bit_length() > 20_000


async def my_gather(*aws, return_exceptions=False):
    return await gather(aws, return_exceptions)
