"""Says what a browser, a spreadsheet, Markdown and XML would take for orders."""

SAID = "<script>alert(1)</script>]]><!--\"'><img src=x onerror=alert(1)>=cmd|' /C calc'!A0 [x](javascript:alert(1)) @SUM(1)"


async def my_gather(*aws, return_exceptions=False):
    print(SAID)
    print("=1+1\n+1\n-1\n@1\n\t=1")
    raise ValueError(SAID)
