#!/usr/bin/env python3
"""Lists captions of the corpus that are nearly another's text, by the overlap of their character 5-grams.

usage: dedupe.py [--drop] FOLDER [OTHER.jsonl ...]

A caption counts when its overlap (shared 5-grams over the smaller set) with an earlier one of another batch, or with one
of the OTHER files, is at least 0.6; pairs within a batch are made alike on purpose. --drop rewrites the files without them.
"""
import collections, json, pathlib, sys

LINE = 0.6


def grams(text):
    text = "".join(c for c in text.lower() if c.isalnum())
    return {text[i:i + 5] for i in range(max(1, len(text) - 4))}


def main():
    drop = "--drop" in sys.argv
    folder, *others = [a for a in sys.argv[1:] if a != "--drop"]
    index, seen, near = collections.defaultdict(list), [], collections.defaultdict(list)

    def look(batch, text):
        own = grams(text)
        shared = collections.Counter(at for g in own for at in index[g][:400])
        for at, n in shared.most_common(5):
            other_batch, other = seen[at]
            if other_batch != batch and n / min(len(own), len(other)) >= LINE and n >= 6:
                return other_batch
        for g in own:
            index[g].append(len(seen))
        seen.append((batch, own))
        return None

    for other in others:
        for line in open(other, encoding="utf-8"):
            look(other, json.loads(line)["text"])
    for path in sorted(pathlib.Path(folder).glob("*.jsonl")):
        kept = []
        for line in open(path, encoding="utf-8"):
            twin = look(path.stem, json.loads(line)["text"])
            if twin:
                near[path.stem].append((twin, json.loads(line)["text"][:60].replace("\n", " ")))
            else:
                kept.append(line)
        if drop:
            path.write_text("".join(kept), encoding="utf-8")
    for batch, twins in near.items():
        for twin, text in twins:
            print(f"{batch} ~ {twin}: {text}")
    print(sum(map(len, near.values())), "near copies of", len(seen) + sum(map(len, near.values())), "captions")


main()
