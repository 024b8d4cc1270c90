#!/usr/bin/env python3
"""How often ordinary public posts are warned of or blocked: they are no health worker's, and hardly any should be.

usage: public_posts.py [POSTS.conll] [--bin PATH]     (default: ../shared/data/public/wnut17train.conll, noisy English posts)

Prints the verdicts, the share of warn and block, and the rules that spoke most often. Reads the posts, keeps nothing.
"""
import argparse
import collections
import json
import os
import subprocess
import sys

POSTS = "../shared/data/public/wnut17train.conll"


def posts(path):
    words = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            word = line.strip().split("\t")[0]
            if word:
                words.append(word)
            elif words:
                yield " ".join(words)
                words = []


def main():
    options = argparse.ArgumentParser()
    options.add_argument("posts", nargs="?", default=POSTS)
    options.add_argument("--bin", default="target/release/curtain")
    chosen = options.parse_args()
    if not os.path.exists(chosen.posts):
        sys.exit(f"{chosen.posts} is not here: nothing was measured")
    feed = "".join(json.dumps({"id": at, "text": text}) + "\n" for at, text in enumerate(posts(chosen.posts)))
    done = subprocess.run([chosen.bin, "check", "--batch", "-", "--format", "json"], input=feed.encode(), capture_output=True)
    answers = [json.loads(line) for line in done.stdout.decode().splitlines()]
    verdicts = collections.Counter(answer["verdict"] for answer in answers)
    spoke = collections.Counter(
        rule for answer in answers
        for rule in {f["rule"] for f in answer["caption"]["findings"] if f["severity"] in ("warn", "block")})
    print(dict(verdicts))
    print(f"warned of or blocked: {(verdicts['warn'] + verdicts['block']) / len(answers):.4f} of {len(answers)}")
    for rule, times in spoke.most_common(10):
        print(f"  {times:4} {rule}")


main()
