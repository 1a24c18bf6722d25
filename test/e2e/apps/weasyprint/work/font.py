# Writes a font that needs Brotli to be read.
from fontTools.ttLib import TTFont

font = TTFont('/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf')
font.flavor = 'woff2'
font.save('/work/own.woff2')
