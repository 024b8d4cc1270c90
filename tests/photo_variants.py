#!/usr/bin/env python3
"""Writes photos in the many forms that phones, cameras and editors give them, for tests/photo_corpus.py to judge.

usage: photo_variants.py OUT_DIR

Needs Pillow and pillow-heif, and uses of Debian's libjpeg-turbo-progs, libavif-bin, libheif-examples, webp and
libimage-exiftool-perl what is there; a tool that is absent is named. Every picture is drawn here.
"""
import io, os, shutil, struct, subprocess, sys, tempfile, zlib
from PIL import Image, ImageCms, ImageDraw
import pillow_heif
pillow_heif.register_heif_opener()

out = sys.argv[1]
os.makedirs(out, exist_ok=True)
work = tempfile.mkdtemp()


def draw(width=208, height=144, mode="RGB"):
    picture = Image.radial_gradient("L").resize((width, height))
    picture = Image.merge("RGB", [picture, picture.rotate(90), picture.transpose(Image.FLIP_LEFT_RIGHT)])
    ImageDraw.Draw(picture).text((8, 8), "Bay 3", fill="white")
    if mode in ("RGBA", "LA"):
        picture.putalpha(Image.linear_gradient("L").resize((width, height)))
    return picture.convert(mode)


def put(name, data):
    with open(os.path.join(out, name), "wb") as file: file.write(data)


def saved(picture, kind, **options):
    file = io.BytesIO(); picture.save(file, kind, **options); return file.getvalue()


def exif(orientation=6, order=">"):
    """Orientation, camera, place, and a thumbnail in the second directory."""
    thumbnail = saved(draw(64, 48), "JPEG")
    pack = lambda form, *values: struct.pack(order + form, *values)
    model, gps = b"Phone X\0", b"N\0\0\0"
    head = (b"MM\0*" if order == ">" else b"II*\0") + pack("I", 8)
    first = pack("H", 3) + pack("HHIHH", 0x112, 3, 1, orientation, 0) + pack("HHII", 0x110, 2, 8, 50) + pack("HHII", 0x8825, 4, 1, 58)
    first += pack("I", 58 + 18)
    second = pack("H", 2) + pack("HHII", 0x201, 4, 1, 76 + 30) + pack("HHII", 0x202, 4, 1, len(thumbnail)) + pack("I", 0)
    return b"Exif\0\0" + head + first + model + pack("H", 1) + pack("HHI", 1, 2, 2) + gps + pack("I", 0) + second + thumbnail


XMP = b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="Jo Example"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
ICC = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
segment = lambda code, body: bytes([0xFF, code]) + struct.pack(">H", len(body) + 2) + body
box = lambda kind, *parts: struct.pack(">I", 8 + sum(map(len, parts))) + kind + b"".join(parts)
VIDEO = box(b"ftyp", b"mp42\0\0\0\0isom") + box(b"mdat", b"\1" * 999) + box(b"moov", box(b"mvhd", bytes(100)))


def run(*command):
    if not shutil.which(command[0]):
        print(f"*** {command[0]} is absent ***", file=sys.stderr); return None
    done = subprocess.run(command, capture_output=True)
    if done.returncode: print("failed:", *command, done.stderr[-200:], file=sys.stderr)
    return done.stdout if not done.returncode else None


def ppm(mode="RGB"):
    path = os.path.join(work, f"{mode}.ppm"); draw(mode=mode).save(path, "PPM"); return path


def jpegs():
    plain = saved(draw(), "JPEG", quality=88)
    with_all = saved(draw(), "JPEG", quality=88, exif=exif(), icc_profile=ICC, xmp=XMP, comment=b"ward 3")
    put("jpeg-with-all.jpg", with_all)
    ways = {"progressive": ["-progressive"], "optimised": ["-optimize"], "arithmetic": ["-arithmetic"], "arithmetic-progressive": ["-arithmetic", "-progressive"],
            "restart-row": ["-restart", "1"], "restart-each": ["-restart", "1B"], "progressive-restart": ["-progressive", "-restart", "3B"], "rgb": ["-rgb"], "gray": ["-grayscale"],
            "wide-tables": ["-quality", "3"], "quality-100": ["-quality", "100"], "two-tables": ["-qslots", "0,1"]}
    ways |= {f"sample-{s}": ["-sample", s] for s in ("1x1", "2x1", "1x2", "2x2", "4x1", "4x2", "1x4", "2x2,2x1,1x1", "2x2,1x2,2x1")}
    scripts = {"apart": "0;\n1;\n2;\n", "two-and-one": "0 1;\n2;\n", "many": "0,1,2: 0-0, 0, 1;\n0: 1-5, 0, 2;\n2: 1-63, 0, 1;\n1: 1-63, 0, 1;\n0: 6-63, 0, 2;\n0: 1-63, 2, 1;\n0,1,2: 0-0, 1, 0;\n2: 1-63, 1, 0;\n1: 1-63, 1, 0;\n0: 1-63, 1, 0;\n"}
    for name, script in scripts.items():
        path = os.path.join(work, name)
        with open(path, "w") as file: file.write(script)
        ways["scans-" + name] = ["-scans", path]
    for name, options in ways.items():
        coded = run("cjpeg", *options, ppm())
        if not coded: continue
        put(f"jpeg-{name}.jpg", coded)
        put(f"jpeg-{name}-exif.jpg", coded[:2] + segment(0xE1, exif(orientation=8, order="<")) + coded[2:])
    put("jpeg-cmyk.jpg", saved(draw(mode="CMYK"), "JPEG", exif=exif(), icc_profile=ICC))
    put("jpeg-cmyk-progressive.jpg", saved(draw(mode="CMYK"), "JPEG", progressive=True, keep_rgb=False))
    inserts = {
        "exif-first": segment(0xE1, exif()), "two-exif": segment(0xE1, exif(3)) + segment(0xE1, exif(6)), "xmp-only": segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP),
        "jfxx": segment(0xE0, b"JFIF\0\1\2\0\0\1\0\1\0\0") + segment(0xE0, b"JFXX\0\x10" + saved(draw(32, 24), "JPEG")), "ducky": segment(0xEC, b"Ducky\0\1\0\4\0\0\0P\0\0"),
        "photoshop": segment(0xED, b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", 12) + b"\x1c\x02\x50\0\7Example\0"), "flashpix": segment(0xE2, b"FPXR\0\0" + bytes(60)),
        "icc-in-pieces": b"".join(segment(0xE2, b"ICC_PROFILE\0" + bytes([n + 1, 4]) + ICC[n * len(ICC) // 4:(n + 1) * len(ICC) // 4]) for n in range(4)),
        "icc-pieces-in-disorder": b"".join(segment(0xE2, b"ICC_PROFILE\0" + bytes([n + 1, 2]) + ICC[n * 300:(None if n else 300)]) for n in (1, 0)),
        "icc-broken": segment(0xE2, b"ICC_PROFILE\0\1\2" + ICC[:200]), "icc-counted-from-0": segment(0xE2, b"ICC_PROFILE\0\0\1" + ICC), "icc-twice": 2 * segment(0xE2, b"ICC_PROFILE\0\1\1" + ICC),
        "adobe": segment(0xEE, b"Adobe\0\x64\0\0\0\0\1"), "adobe-v101": segment(0xEE, b"Adobe\0\x65\0\0\0\0\1"), "maker": segment(0xE5, b"SAMSUNG" + bytes(40)) + segment(0xE4, b"\0" * 500) + segment(0xEA, b"AROT\0\0" + bytes(80)),
        "c2pa": segment(0xEB, b"JP\0\1\0\0\0\1" + box(b"jumb", box(b"jumd", bytes(17)), bytes(50))), "filled": b"\xff" * 7 + segment(0xFE, b"x"), "empty-comment": segment(0xFE, b""),
        "stray-zeros": segment(0xFE, b"x") + b"\0\0", "restart-marker-early": b"\xff\xd0", "exif-little": segment(0xE1, exif(5, "<")), "exif-empty": segment(0xE1, b"Exif\0\0"),
        "exif-turn-0": segment(0xE1, exif(0)), "exif-turn-9": segment(0xE1, exif(9)), "gain-map-note": segment(0xE2, b"urn:iso:std:iso:ts:21496:-1\0" + bytes(8)),
        "extended-xmp": segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"A" * 32 + struct.pack(">II", 9, 0) + b"<x/>12345"),
    }
    for name, piece in inserts.items(): put(f"jpeg-{name}.jpg", plain[:2] + piece + plain[2:])
    sof = plain.find(b"\xff\xc0")
    put("jpeg-exif-behind-frame.jpg", plain[:sof + 19] + segment(0xE1, exif()) + plain[sof + 19:])
    put("jpeg-zero-before-end.jpg", plain[:-2] + b"\0\0" + plain[-2:])
    put("jpeg-ones-before-end.jpg", plain[:-2] + b"\xff" * 9 + plain[-2:])
    put("jpeg-no-restart.jpg", plain[:sof] + segment(0xDD, b"\0\0") + plain[sof:])
    second = saved(draw(104, 72), "JPEG")
    for name, tail in {"zeros": bytes(4000), "ones": b"\xff" * 99, "newline": b"\r\n", "video": VIDEO, "samsung": b"SEFHe\0\0\0" + VIDEO + b"\x20\0\0\0SEFT", "picture": second, "twice-ended": b"\xff\xd9",
                       "gain-map": segment(0xE2, b"MPF\0" + bytes(30)) + second, "xiaomi": VIDEO + b"\0" * 16, "edof": b"\0edof" + second + b"DofEnd", "text": b"<html>" * 100}.items():
        put(f"jpeg-then-{name}.jpg", plain + tail)
    put("jpeg-mpo.jpg", saved(draw(), "MPO", save_all=True, append_images=[draw(104, 72)], exif=exif()))
    for side in ((1, 1), (1, 300), (300, 1), (8, 8), (17, 33)): put(f"jpeg-{side[0]}x{side[1]}.jpg", saved(draw(*side), "JPEG"))


def pngs():
    chunk = lambda kind, body: struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        picture = draw(mode="L").convert("I;16") if mode == "I;16" else draw(mode=mode)
        put(f"png-{mode.replace(';', '')}.png", saved(picture, "PNG"))
    put("png-palette-transparent.png", saved(draw(mode="RGBA").quantize(30), "PNG"))
    put("png-key.png", saved(draw(), "PNG", transparency=(0, 0, 0)))
    plain = saved(draw(), "PNG", icc_profile=ICC, exif=exif()[6:], dpi=(144, 144))
    put("png-with-all.png", plain)
    put("png-animated.png", saved(draw(), "PNG", save_all=True, append_images=[draw().rotate(9), draw().rotate(20)], duration=90))
    put("png-animated-hidden-first.png", saved(draw(), "PNG", save_all=True, default_image=True, append_images=[draw().rotate(9), draw().rotate(20)], duration=90))
    bare = saved(draw(), "PNG"); end = len(bare) - 12
    early = {"idot": chunk(b"iDOT", bytes(28)), "text": chunk(b"tEXt", b"Software\0Shot 1.0"), "xmp": chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP), "srgb": chunk(b"sRGB", b"\0") + chunk(b"gAMA", struct.pack(">I", 45455)),
             "c2pa": chunk(b"caBX", box(b"jumb", bytes(40))), "cicp": chunk(b"cICP", b"\x0c\x0d\0\1"), "private": chunk(b"prVt", b"x" * 99), "offset": chunk(b"oFFs", bytes(9)), "bad-sum": chunk(b"tEXt", b"a\0b")[:-4] + bytes(4),
             "icc-bad": chunk(b"iCCP", b"x\0\0" + zlib.compress(b"no profile")), "stereo": chunk(b"sTER", b"\0"), "time": chunk(b"tIME", b"\7\xea\1\2\3\4\5"), "back": chunk(b"bKGD", bytes(6)), "bits": chunk(b"sBIT", b"\8\8\8"), "suggested": chunk(b"sPLT", b"x\0\x08" + bytes(6))}
    for name, piece in early.items(): put(f"png-{name}.png", bare[:33] + piece + bare[33:])
    for name, piece in {"text": chunk(b"tEXt", b"a\0late"), "exif": chunk(b"eXIf", exif()[6:]), "empty-data": chunk(b"IDAT", b"")}.items(): put(f"png-late-{name}.png", bare[:end] + piece + bare[end:])
    for name, tail in {"zeros": bytes(99), "picture": bare, "text": b"tail", "crop": bare[40:400]}.items(): put(f"png-then-{name}.png", bare + tail)
    rows = zlib.decompress(bare[41:end - 4]) if bare.count(b"IDAT") == 1 else None
    if rows:
        packed = {"stored": zlib.compress(rows, 0), "best": zlib.compress(rows, 9), "fixed": zlib.compressobj(6, zlib.DEFLATED, 15, 8, zlib.Z_FIXED)}
        packed["fixed"] = packed["fixed"].compress(rows) + packed["fixed"].flush()
        small = zlib.compressobj(6, zlib.DEFLATED, 9); packed["small-window"] = small.compress(rows) + small.flush()
        flushed = zlib.compressobj(); packed["flushed"] = b"".join(flushed.compress(rows[i:i + 999]) + flushed.flush(zlib.Z_SYNC_FLUSH) for i in range(0, len(rows), 999)) + flushed.flush()
        packed["more-behind"] = packed["best"] + rows[:500]; packed["too-much"] = zlib.compress(rows + rows[:5000]); packed["bad-sum"] = packed["best"][:-4] + bytes(4)
        for name, data in packed.items():
            put(f"png-packed-{name}.png", bare[:33] + chunk(b"IDAT", data) + bare[end:])
            put(f"png-pieces-{name}.png", bare[:33] + b"".join(chunk(b"IDAT", data[i:i + 1000]) for i in range(0, len(data), 1000)) + bare[end:])
    put("png-interlaced.png", interlaced(chunk))


def interlaced(chunk, side=(37, 21)):
    gray, rows = draw(*side, mode="L"), b""
    for x, y, across, down in [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]:
        rows += b"".join(b"\0" + bytes(gray.getpixel((i, j)) for i in range(x, side[0], across)) for j in range(y, side[1], down))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">II", *side) + b"\x08\0\0\0\1") + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"tEXt", b"a\0b") + chunk(b"IEND", b"")


def webps_and_gifs():
    extra = {"exif": exif()[6:], "xmp": XMP, "icc_profile": ICC}
    for mode in ("RGB", "RGBA"):
        for lossless in (False, True):
            name = f"webp-{mode}-{'lossless' if lossless else 'lossy'}"
            put(name + ".webp", saved(draw(mode=mode), "WEBP", lossless=lossless))
            put(name + "-all.webp", saved(draw(mode=mode), "WEBP", lossless=lossless, **extra))
    moving = [draw(mode="RGBA").rotate(9), draw(mode="RGBA").rotate(33)]
    put("webp-animated.webp", saved(draw(mode="RGBA"), "WEBP", save_all=True, append_images=moving, duration=80, **extra))
    put("webp-animated-mixed.webp", saved(draw(mode="RGBA"), "WEBP", save_all=True, append_images=moving, duration=80, allow_mixed=True, minimize_size=True))
    lossy = saved(draw(), "WEBP", exif=exif()[6:])
    put("webp-then-text.webp", lossy + b"tail")
    put("webp-long-riff.webp", lossy[:4] + struct.pack("<I", len(lossy) + 992) + lossy[8:])
    for name, options in {"interlaced": {"interlace": 1}, "comment": {"comment": b"ward 3"}, "key": {"transparency": 0}}.items(): put(f"gif-{name}.gif", saved(draw(mode="P"), "GIF", **options))
    frames = [draw().rotate(9 * n).quantize(60) for n in range(4)]
    gif = saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=70, loop=0, comment=b"x")
    put("gif-animated.gif", gif)
    put("gif-then-zeros.gif", gif + bytes(9))
    put("gif-87a.gif", b"GIF87a" + saved(draw(mode="P"), "GIF")[6:])
    put("gif-xmp.gif", gif[:-1] + b"!\xff\x0bXMP DataXMP" + XMP + b"\1" + bytes(range(255, -1, -1)) + b"\0;")


def heifs():
    png, jpg, alpha = (os.path.join(work, name) for name in ("a.png", "a.jpg", "b.png"))
    draw(256, 192).save(png); draw(256, 192).save(jpg, exif=exif(), icc_profile=ICC); draw(256, 192, "RGBA").save(alpha)
    tiles = []
    for n in range(4):
        tiles.append(os.path.join(work, f"t{n}.png")); draw(128, 128).rotate(n * 20).save(tiles[-1])
    for kind in ("heic", "avif"):
        ways = {"thumb": ["-t", "64", jpg], "alpha": [alpha], "lossless": ["-L", png], "three": [jpg, png, alpha], "two-colours": ["--enable-two-colr-boxes", jpg], "thumb-alpha": ["-t", "64", alpha], "premultiplied": ["--premultiplied-alpha", alpha], "packed-xmp": ["--enable-metadata-compression", jpg]}
        for name, options in ways.items():
            run("heif-enc", *(["-A"] if kind == "avif" else []), "-o", os.path.join(out, f"{kind}-libheif-{name}.{kind}"), *options)
    ways = {"plain": [jpg], "alpha": [alpha], "gray": ["-y", "400", png], "444": ["-y", "444", png], "10-bit": ["-d", "10", png], "12-bit": ["-d", "12", "-y", "444", png], "lossless": ["-l", png], "turned": ["--irot", "1", "--imir", "0", png], "pasp": ["--pasp", "2,1", png],
            "crop": ["--crop", "16,16,100,100", png], "grid": ["-g", "2x2", *tiles], "sequence": ["--fps", "5", *tiles], "tiles": ["--tilecolslog2", "1", png], "pq": ["--cicp", "9/16/9", "-d", "10", png], "premultiplied": ["-p", alpha]}
    for name, options in ways.items():
        for beside in ([], ["--exif", os.path.join(work, "exif"), "--xmp", os.path.join(work, "xmp"), "--icc", os.path.join(work, "icc")]):
            for file, data in {"exif": exif()[6:], "xmp": XMP, "icc": ICC}.items():
                with open(os.path.join(work, file), "wb") as to: to.write(data)
            run("avifenc", "-s", "10", *options[:-1 if name not in ("grid", "sequence") else len(options) - 4], *beside, *options[-1 if name not in ("grid", "sequence") else len(options) - 4:], os.path.join(out, f"avif-{name}{'-all' if beside else ''}.avif"))
    for kind in ("HEIF", "AVIF"):
        for mode in ("RGB", "RGBA", "L"):
            try: put(f"{kind.lower()}-pillow-{mode}.{kind.lower()}", saved(draw(256, 192, mode), kind, exif=exif()[6:], icc_profile=ICC, xmp=XMP))
            except Exception as error: print("failed:", kind, mode, error, file=sys.stderr)
    many = pillow_heif.from_pillow(draw(256, 192)); many.add_from_pillow(draw(128, 96)); many.add_from_pillow(draw(64, 64, "RGBA"))
    for primary in (0, 1, 2): many.save(os.path.join(out, f"heic-primary-{primary}.heic"), primary_index=primary, exif=exif()[6:])
    for side in ((1, 1), (65, 33), (513, 511)): put(f"heic-{side[0]}x{side[1]}.heic", saved(draw(*side), "HEIF"))
    plain = saved(draw(256, 192), "HEIF", exif=exif()[6:])
    put("heic-then-samsung.heic", plain + box(b"mpvd", VIDEO) + box(b"sefd", bytes(50)))
    put("heic-then-free.heic", plain + box(b"free", b"secret" * 9))
    put("heic-then-zeros.heic", plain + bytes(64))
    put("heic-long-mdat.heic", plain.replace(struct.pack(">I", len(plain) - plain.find(b"mdat") + 4) + b"mdat", b"\0\0\0\0mdat"))


def tagged():
    """What ExifTool writes into every kind."""
    if not shutil.which("exiftool"): return print("*** exiftool is absent ***", file=sys.stderr)
    for name in ("jpeg-progressive.jpg", "png-RGBA.png", "webp-RGB-lossy.webp", "gif-animated.gif", "heic-primary-0.heic", "avif-plain.avif", "jpeg-cmyk.jpg", "webp-animated.webp", "png-animated.png"):
        if not os.path.exists(os.path.join(out, name)): continue
        target = os.path.join(out, "tagged-" + name)
        if os.path.exists(target): os.remove(target)
        shutil.copy(os.path.join(out, name), target)
        run("exiftool", "-q", "-m", "-overwrite_original", "-Artist=Jo Example", "-GPSLatitude=51.5", "-GPSLatitudeRef=N", "-XMP-dc:Creator=Jo Example", "-IPTC:By-line=Jo", "-Orientation#=6", "-Comment=ward 3", target)


for part in (jpegs, pngs, webps_and_gifs, heifs, tagged): part()
shutil.rmtree(work)
print(len(os.listdir(out)), "files in", out)
