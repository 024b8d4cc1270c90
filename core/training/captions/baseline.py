#!/usr/bin/env python3
"""The plainest reader that could be built: a linear model on character n-grams, to compare the learned reader with.

usage: baseline.py TRAIN_FOLDER FILE...      (needs scikit-learn)

Trains on every batch of the folder but the test ones (numbers ending in 0 or 5) and prints, for the captions of the files, the
area under the curve of "risky" (warn or block against clear) and the recall at five false alarms in a hundred.
"""
import glob
import json
import os
import sys

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score


def read(path):
    with open(path, encoding="utf-8") as lines:
        for line in filter(str.strip, lines):
            row = json.loads(line)
            yield row["text"], row["expect"]["verdict"] if "expect" in row else row.get("v", "clear")


def main():
    folder, files = sys.argv[1], sys.argv[2:]
    batches = [f for f in sorted(glob.glob(f"{folder}/*.jsonl")) if os.path.basename(f)[:-6][-1] not in "05"]
    train = [row for batch in batches for row in read(batch)]
    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 5), min_df=2, sublinear_tf=True, max_features=300_000)
    model = LogisticRegression(C=10, max_iter=2000)
    model.fit(grams.fit_transform(text for text, _ in train), [verdict in ("warn", "block") for _, verdict in train])
    tests = [(text, v) for f in files for text, v in read(f) if v != "advise"]
    scores = model.predict_proba(grams.transform(text for text, _ in tests))[:, 1]
    risky = [v != "clear" for _, v in tests]
    clear = sorted((s for s, r in zip(scores, risky) if not r), reverse=True)
    line = clear[int(0.05 * len(clear))]
    found = [s > line for s, r in zip(scores, risky) if r]
    print(f"trained on {len(train)}; {sum(risky)} risky, {len(clear)} clear: "
          f"area {roc_auc_score(risky, scores):.4f}, recall at 0.05 alarms {sum(found) / len(found):.3f}")


main()
