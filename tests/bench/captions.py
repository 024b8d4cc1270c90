#!/usr/bin/env python3
"""Curtain beside Presidio and scrubadub on the same captions: time for one caption, and what each finds. On demand.

usage: tests/bench/captions.py [FILE.jsonl ...] [--bin target/release/curtain] [--rounds 3]

Needs `pip install presidio-analyzer scrubadub`; a peer that is not installed is left out and named. Presidio runs with its
pattern recognisers on a blank spaCy pipeline, scrubadub with its defaults: neither downloads a model, and both start
once, as Curtain does. Figures are ratios within one run; the machine's load moves all of them alike.
"""
import argparse, importlib.util, json, pathlib, statistics, subprocess, sys, time

HERE = pathlib.Path(__file__).resolve().parent.parent
RANK = {"clear": 0, "advise": 1, "unchecked": 1, "warn": 2, "block": 3}


def read(paths):
    for path in paths:
        for line in open(path, encoding="utf-8"):
            row = json.loads(line)
            yield row["text"], RANK[row.get("expect", row).get("verdict", "clear")]


def presidio():
    import spacy
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    class Blank(SpacyNlpEngine):
        def __init__(self):
            super().__init__(models=[{"lang_code": "en", "model_name": "blank"}])
            self.nlp = {"en": spacy.blank("en")}

        def load(self):
            pass

    registry = RecognizerRegistry()
    registry.load_predefined_recognizers(languages=["en"])
    registry.recognizers = [r for r in registry.recognizers if type(r).__name__ != "SpacyRecognizer"]
    engine = AnalyzerEngine(nlp_engine=Blank(), registry=registry, supported_languages=["en"])
    return lambda text: bool(engine.analyze(text=text, language="en"))


def scrubadub():
    import scrubadub as library

    scrubber = library.Scrubber()
    return lambda text: any(True for _ in scrubber.iter_filth(text))


class Curtain:
    """One process for all captions; each is sent and answered before the next, as a peer's call would be."""

    def __init__(self, binary):
        self.process = subprocess.Popen([binary, "check", "--batch", "-", "--format", "json"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __call__(self, text):
        self.process.stdin.write((json.dumps({"text": text}) + "\n").encode())
        self.process.stdin.flush()
        return RANK[json.loads(self.process.stdout.readline())["verdict"]] >= 2


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", default=sorted(str(p) for p in (HERE / "captions").glob("*.jsonl")))
    parser.add_argument("--bin", default=str(HERE.parent / "target/release/curtain"))
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    captions = list(read(options.files))
    peers = {}

    def ready(make):
        """A peer that has answered once, and how long that took from nothing."""
        start = time.perf_counter()
        peer = make()
        peer("warm up")
        return peer, time.perf_counter() - start

    peers["curtain"] = ready(lambda: Curtain(options.bin))
    for name, module, make in (("presidio", "presidio_analyzer", presidio), ("scrubadub", "scrubadub", scrubadub)):
        if importlib.util.find_spec(module) is None:
            print(f"{name} is not installed and is left out", file=sys.stderr)
            continue
        peers[name] = ready(make)
    print(f"{len(captions)} captions, best of {options.rounds} rounds")
    print(f"{'':10} {'first answer s':>14} {'p50 ms':>8} {'p99 ms':>8} {'mean ms':>8} {'x curtain':>9} {'risky found':>12} {'clear flagged':>14}")
    base = None
    for name, (peer, first) in peers.items():
        times, answers = [float("inf")] * len(captions), [False] * len(captions)
        for _ in range(options.rounds):
            for at, (text, _) in enumerate(captions):
                began = time.perf_counter()
                answers[at] = peer(text)
                times[at] = min(times[at], time.perf_counter() - began)
        ordered = sorted(times)
        mean = statistics.mean(times)
        base = base or mean
        share = lambda keep: (lambda group: f"{sum(group)}/{len(group)}")([a for a, (_, want) in zip(answers, captions) if keep(want)])
        print(f"{name:10} {first:14.2f} {ordered[len(ordered) // 2] * 1e3:8.2f} {ordered[int(len(ordered) * 0.99)] * 1e3:8.2f} {mean * 1e3:8.2f} "
              f"{mean / base:9.1f} {share(lambda w: w >= 2):>12} {share(lambda w: w == 0):>14}")


main()
