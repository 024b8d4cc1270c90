#!/usr/bin/env python3
"""The plainest reader that could be built: a linear model on character n-grams, to compare the learned reader with.

usage: baseline.py TRAIN_FOLDER FILE...      (needs scikit-learn)

Trains on every batch of the folder but the test ones (numbers ending in 0 or 5) and prints, for the captions of the files, the
area under the curve of "risky" (warn or block against clear) and the recall at five false alarms in a hundred.
"""
import glob
import os
import sys

from area import figures, read
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression


def main():
    folder, files = sys.argv[1], sys.argv[2:]
    batches = [f for f in sorted(glob.glob(f"{folder}/*.jsonl")) if os.path.basename(f)[:-6][-1] not in "05"]
    train = [row for batch in batches for row in read(batch)]
    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 5), min_df=2, sublinear_tf=True, max_features=300_000)
    model = LogisticRegression(C=10, max_iter=2000)
    model.fit(grams.fit_transform(row["text"] for row in train), [row["v"] in ("warn", "block") for row in train])
    rows = [row for file in files for row in read(file)]
    scores = model.predict_proba(grams.transform(row["text"] for row in rows))[:, 1]
    print(f"trained on {len(train)};", figures(zip(scores, (row["v"] for row in rows))))


main()
