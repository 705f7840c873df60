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
    for tag in ("hhea", "OS/2"):  # the lines stay as high as Thai needs them
        for field in ("ascent", "descent", "lineGap", "sTypoAscender", "sTypoDescender", "sTypoLineGap", "usWinAscent", "usWinDescent"):
            if hasattr(first[tag], field):
                setattr(merged[tag], field, getattr(first[tag], field))
    names = {1: "Sala Sans", 2: style, 3: f"Sala Sans {style} 1.0", 4: f"Sala Sans {style}", 6: f"SalaSans-{style}"}
    for record in list(merged["name"].names):
        if record.nameID in names:
            record.string = names[record.nameID]
        elif record.nameID not in (0, 13, 14):
            merged["name"].names.remove(record)
    merged.save(f"SalaSans-{style}.ttf")
