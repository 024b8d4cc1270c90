#!/usr/bin/env python3
"""How well a weight file tells risky captions from clear ones, whatever the lines: for ablations.

usage: area.py WEIGHTS [--without KINDS] FILE...     (after cargo build --release -p curtain-training)

Prints the area under the curve of "risky" (warn or block against clear) and the recall at five false alarms in a hundred.
Train the weights with the same `--set without=KINDS`; KINDS are first letters of features: w words, p beginnings, b pairs,
h Han characters, c and s classes, l and k the lexicon, r n m v x what the engine made of the caption, z shape.
"""
import bisect
import json
import subprocess
import sys

BINARY = "target/release/train-captions"
RISKY = 21  # the output after the categories


def read(path):
    with open(path, encoding="utf-8") as lines:
        for row in map(json.loads, filter(str.strip, lines)):
            expect = row.get("expect", {})
            yield {"lang": row["lang"], "j": row.get("j", row.get("jurisdiction")), "text": row["text"],
                   "v": expect.get("verdict", row.get("v", "clear"))}


def main():
    arguments = sys.argv[1:]
    without = []
    if "--without" in arguments:
        at = arguments.index("--without")
        without = arguments[at:at + 2]
        del arguments[at:at + 2]
    weights, *files = arguments
    rows = [row for file in files for row in read(file)]
    feed = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n"
    done = subprocess.run([BINARY, "predict", weights, *without], input=feed.encode(), capture_output=True, check=True)
    scores = [json.loads(line)["logits"][RISKY] for line in done.stdout.decode().splitlines()]
    print(figures(zip(scores, (row["v"] for row in rows))))


def figures(scored):
    """The line to print for pairs of score and verdict; tips count for neither side."""
    scored = list(scored)
    risky = [score for score, verdict in scored if verdict in ("warn", "block")]
    clear = sorted(score for score, verdict in scored if verdict == "clear")
    below = [(bisect.bisect_left(clear, s) + bisect.bisect_right(clear, s)) / 2 for s in risky]
    line = clear[-1 - int(0.05 * len(clear))]
    return (f"{len(risky)} risky, {len(clear)} clear: area {sum(below) / (len(risky) * len(clear)):.4f}, "
            f"recall at 0.05 alarms {sum(s > line for s in risky) / len(risky):.3f}")


if __name__ == "__main__":
    main()
