#!/usr/bin/python3
"""Makes SalaGothic-Regular.ttf and SalaGothic-Bold.ttf out of Debian's NanumGothic (fonts-nanum).

Hinting is dropped: it is half of the file, and paper and screens of today do without. The bold face has
no hanja: the regular one stands in. "Nanum" is a reserved font name, so the cut faces have a name of
their own. Needs Debian's python3-fonttools and fonts-nanum. Run it in this folder.
"""
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

for style, source, hanja in (("Regular", "NanumGothic", True), ("Bold", "NanumGothicBold", False)):
    font = TTFont(f"/usr/share/fonts/truetype/nanum/{source}.ttf")
    ideographs = lambda c: 0x3400 <= c <= 0x9FFF or 0xF900 <= c <= 0xFAFF
    options = Options(hinting=False, layout_features=[], legacy_kern=False, notdef_outline=True, glyph_names=False, name_IDs=["*"])
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "kern", "vhea", "vmtx", "DSIG", "gasp", "VDMX", "hdmx", "LTSH"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[c for c in font.getBestCmap() if hanja or not ideographs(c)])
    subsetter.subset(font)
    names = {1: "Sala Gothic", 2: style, 3: f"Sala Gothic {style} 1", 4: f"Sala Gothic {style}", 6: f"SalaGothic-{style}"}
    kept = []
    for record in font["name"].names:
        if record.platformID == 1 or record.langID != 0x409 or record.nameID not in (*names, 0, 13, 14):
            continue
        record.string = names.get(record.nameID, record.toUnicode())
        kept.append(record)
    font["name"].names = kept
    font["post"].formatType = 3.0
    font["head"].created = font["head"].modified = 3600000000
    font.recalcTimestamp = False
    font.save(f"SalaGothic-{style}.ttf")
