# Prints what is in page.pdf, and how the long word of page.html is broken.
import re
import zlib

from weasyprint import HTML

pdf = open('/work/page.pdf', 'rb').read()
parts = [pdf]
for found in re.finditer(rb'stream\r?\n(.*?)\r?\nendstream', pdf, re.S):
    try:
        parts.append(zlib.decompress(found[1]))
    except zlib.error:
        parts.append(found[1])
text = b'\n'.join(parts)
print('PDF/A', re.search(rb'pdfaid:part[>="\s]*(\d)', text)[1].decode())
print('image', b'/Subtype /Image' in text)
print('drawing', b'13 17 re' in text or b'13 17' in text)
print('font', b'DejaVu' in text)


def words(box):
    if hasattr(box, 'text'):
        yield box.text
    for child in getattr(box, 'children', []):
        yield from words(child)


page = HTML('/work/page.html').render().pages[0]
lines = list(words(page._page_box))
print('hyphens', any(re.fullmatch('Intern.*\u2010', line) for line in lines))
