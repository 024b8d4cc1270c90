#!/usr/bin/env python3
"""Cleans every file of a folder and has outside judges look at the result.

usage: photo_corpus.py FOLDER [--bin target/debug/clean-folder] [--tools FOLDER_WITH_residue.py] [--canaries FILE.tsv] [--json]

Needs Pillow and pillow-heif; uses exiftool and residue.py where they are at hand, and says so where they are not.
Prints for each format: files, cleaned, refused by reason (and how many of those an outside decoder can show), files
with residue, pixels / colour profile / display orientation that differ. Ends with 1 when anything but refusals is wrong.
"""
import argparse, hashlib, importlib.util, json, os, shutil, subprocess, sys, tempfile
from collections import Counter, defaultdict
from PIL import Image, ImageOps, ImageSequence

try:
    import pillow_heif
    pillow_heif.register_heif_opener()
except ImportError:
    print("*** pillow-heif is absent: HEIC is not compared ***", file=sys.stderr)
Image.MAX_IMAGE_PIXELS = 200_000_000

HARMLESS = {"File", "JFIF", "Composite", "ExifTool", "System", "PNG", "APNG", "PNG-pHYs", "PNG-cICP", "RIFF", "GIF", "Adobe", "QuickTime", "Meta"}
TURN = {"Orientation", "XResolution", "YResolution", "ResolutionUnit", "YCbCrPositioning", "ExifByteOrder"}
TELLING = {"PNG:Comment", "RIFF:Comment", "GIF:Comment", "GIF:Text"}


def kind(data):
    if data[:2] == b"\xff\xd8": return "jpeg"
    if data[:8] == b"\x89PNG\r\n\x1a\n": return "png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP": return "webp"
    if data[:4] == b"GIF8": return "gif"
    if data[4:8] == b"ftyp":
        return {b"avif": "avif", b"avis": "avif", b"qt  ": "mov"}.get(data[8:12], "heic" if data[8:11] in (b"hei", b"hev", b"mif", b"msf") else "mp4")
    if data[:4] in (b"II*\0", b"MM\0*"): return "tiff"
    return "other"


def look(path):
    """What an outside decoder shows: frame digests, upright size, profile. None when it shows nothing."""
    try:
        with Image.open(path) as image:
            icc = image.info.get("icc_profile")
            still = getattr(image, "n_frames", 1) == 1 or image.format == "MPO"
            upright = ImageOps.exif_transpose(image).size if still else image.size
            turn = image.getexif().get(0x112, 1)
            frames = []
            # Of several pictures in one file, only the one that is shown counts.
            for number, frame in enumerate([image] if image.format in ("MPO", "HEIF") else ImageSequence.Iterator(image)):
                if number == 40: break
                frames.append((frame.mode, frame.size, frame.info.get("duration"), hashlib.sha1(frame.convert("RGBA").tobytes()).hexdigest()))
            return {"frames": frames, "icc": icc or None, "upright": upright, "turn": turn if turn in range(1, 9) else 1}
    except Exception:
        return None


def exif_leftovers(folder):
    if not shutil.which("exiftool"):
        print("*** exiftool is absent: its verdict is missing ***", file=sys.stderr)
        return {}
    run = subprocess.run(["exiftool", "-G1", "-a", "-s", "-ee", "-j", "-r", folder], capture_output=True)
    left = {}
    for entry in json.loads(run.stdout or b"[]"):
        tags = []
        for key, value in entry.items():
            group, _, tag = key.partition(":")
            if not tag or group.startswith("ICC") or group == "IFD0" and tag in TURN: continue
            if group not in HARMLESS and not group.startswith("Track") or key in TELLING or "GPS" in tag or group.startswith(("QuickTime", "Track")) and tag in ("Make", "Model", "Software", "Comment", "Title", "Artist", "CompressorName", "VendorID", "HandlerDescription") or "Date" in tag and group.startswith(("QuickTime", "Track")) and not str(value).startswith("0000"):
                tags.append(key)
        if tags: left[os.path.abspath(entry["SourceFile"])] = tags
    return left


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("folder")
    ask.add_argument("--bin", default="target/debug/clean-folder")
    ask.add_argument("--tools", default=os.environ.get("CURTAIN_TOOLS", "/work/shared/tools"))
    ask.add_argument("--canaries")
    ask.add_argument("--json", action="store_true")
    ask.add_argument("--verbose", action="store_true")
    ask.add_argument("--keep", help="folder for the cleaned files")
    want = ask.parse_args()
    residue = None
    try:
        spec = importlib.util.spec_from_file_location("residue", os.path.join(want.tools, "residue.py"))
        residue = importlib.util.module_from_spec(spec); spec.loader.exec_module(residue)
    except (OSError, AttributeError):
        print("*** residue.py is absent: its verdict is missing ***", file=sys.stderr)
    secrets = {}
    if want.canaries:
        for line in open(want.canaries):
            name, _, token, must = line.rstrip("\n").split("\t")
            secrets[name] = (bytes.fromhex(token), must)
    out = want.keep or tempfile.mkdtemp()
    os.makedirs(out, exist_ok=True)
    run = subprocess.run([want.bin, want.folder, out], capture_output=True)
    if run.returncode: sys.exit("clean-folder failed: " + run.stderr.decode()[-400:])
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    left = exif_leftovers(out)
    table, bad = defaultdict(Counter), []
    for answer in answers:
        path = answer["path"]
        data = open(path, "rb").read()
        row = table[kind(data)]
        row["files"] += 1
        before = look(path)
        if "out" not in answer:
            row["refused: " + answer["error"]] += 1
            if before:
                row["refused but shown by a decoder"] += 1
                bad.append((path, "refused: " + answer["error"]))
            continue
        row["cleaned"] += 1
        new = answer["out"]
        after_data, after = open(new, "rb").read(), look(new)
        faults = []
        # Video has no residue finder; exiftool judges it.
        if residue and kind(data) not in ("mp4", "mov") and residue.parts(after_data):
            faults.append("residue: " + ",".join(p[0] for p in residue.parts(after_data)))
        if os.path.abspath(new) in left: faults.append("exiftool: " + ",".join(left[os.path.abspath(new)][:6]))
        if before and not after: faults.append("unreadable")
        if before and after:
            if before["frames"] != after["frames"]: faults.append("pixels differ")
            if before["icc"] != after["icc"]: faults.append("icc differs")
            if before["turn"] != after["turn"] or before["upright"] != after["upright"]: faults.append("orientation differs")
        if os.path.basename(path) in secrets:
            token, must = secrets[os.path.basename(path)]
            if (token in after_data) != (must == "keep"): faults.append("canary " + must)
        if not answer.get("report"): faults.append("no report")
        elif len(answer["removed"]) == 0 and after_data != data: row["changed though nothing was reported"] += 1; bad.append((path, "note: changed though nothing was reported"))
        for fault in faults: row[fault.split(":")[0]] += 1; bad.append((path, fault))
        if not before: row["cleaned, shown by no decoder"] += 1
        row["all right"] += not faults
    if want.json: print(json.dumps(table))
    else:
        for name, row in sorted(table.items()):
            print(f"{name}: " + "; ".join(f"{key} {value}" for key, value in row.items()))
    if want.verbose:
        for path, fault in bad: print("  ", os.path.relpath(path, want.folder), "|", fault)
    if not want.keep: shutil.rmtree(out)
    sys.exit(any(not fault.startswith(("refused", "note")) for _, fault in bad))


main()
