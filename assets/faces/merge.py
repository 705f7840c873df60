#!/usr/bin/python3
"""Makes the two faces of the screen out of assets/fonts: Sarabun with Sala Gothic behind it.

Fyne asks for one face per style and cannot be told which one to try next, so Thai, Latin and
Korean must be in one file. Needs Debian's python3-fonttools. Run it in this folder.
"""
from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont

CLEAR = ("kern", "gasp", "DSIG")


def korean(path, taken):
    font = TTFont(path)
    options = subset.Options(layout_features=[], hinting=False, glyph_names=False, notdef_outline=True)
    s = subset.Subsetter(options)
    s.populate(unicodes=[c for c in font.getBestCmap() if c not in taken])
    s.subset(font)
    for tag in CLEAR:
        if tag in font:
            del font[tag]
    return font


for style, thai, hangul in (("Regular", "Sarabun-Regular", "SalaGothic-Regular"), ("Bold", "Sarabun-Bold", "SalaGothic-Bold")):
    first = TTFont(f"../fonts/{thai}.ttf")
    first.save("/tmp/first.ttf")
    korean(f"../fonts/{hangul}.ttf", first.getBestCmap()).save("/tmp/second.ttf")
    merged = Merger().merge(["/tmp/first.ttf", "/tmp/second.ttf"])
    for tag, above, below in (("hhea", "ascent", "descent"), ("OS/2", "sTypoAscender", "sTypoDescender")):
        # Fyne cuts off what stands above or below: room for a tone over a vowel, and for a vowel below. The
        # screens set their lines closer by themselves (app/ui/theme).
        setattr(merged[tag], above, 1300)
        setattr(merged[tag], below, -400)
    merged["hhea"].lineGap = merged["OS/2"].sTypoLineGap = 0
    for field in ("usWinAscent", "usWinDescent"):
        setattr(merged["OS/2"], field, getattr(first["OS/2"], field))
    names = {1: "Sala Sans", 2: style, 3: f"Sala Sans {style} 1.0", 4: f"Sala Sans {style}", 6: f"SalaSans-{style}"}
    for record in list(merged["name"].names):
        if record.nameID in names:
            record.string = names[record.nameID]
        elif record.nameID not in (0, 13, 14):
            merged["name"].names.remove(record)
    merged.save(f"SalaSans-{style}.ttf")
