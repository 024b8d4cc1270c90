#!/usr/bin/env python3
"""Which rules earn their keep: how many risky and clear captions each fires on.

usage: audit.py --bin PATH [--rules DIR] FILE.jsonl ... [--misses N] [--alarms N] [--rule ID] [--json OUT]

Reads labelled captions, of the shared kind ({"expect": {"verdict": ...}}) or of the training kind ({"v": ..., "c": ...}),
and prints the scores by language, then for every rule that ever warned or blocked: on how many captions that are risky,
on how many that are clear, and for how many of each nothing else warned ("alone"). A rule that is alone on clear captions
and not on risky ones costs more than it gives.
"""
import argparse, collections, json, os, subprocess, sys

RANK = {"clear": 0, "advise": 1, "unchecked": 1, "warn": 2, "block": 3}


def rows(paths):
    for path in paths:
        for n, line in enumerate(open(path, encoding="utf-8")):
            if line.strip():
                r = json.loads(line)
                e = r.get("expect", {})
                yield {"id": f"{os.path.basename(path)}:{n + 1}", "text": r["text"], "jurisdiction": r.get("jurisdiction") or r.get("j"),
                       "lang": r.get("lang", "?"), "want": RANK[e.get("verdict") or r.get("v", "clear")], "c": e.get("categories", r.get("c", []))}


def answers(binary, rules, captions):
    feed = "\n".join(json.dumps({k: c[k] for k in ("id", "text", "jurisdiction") if c[k]}, ensure_ascii=False) for c in captions) + "\n"
    command = [binary, "check", "--batch", "-", "--format", "json"] + (["--rules", rules] if rules else [])
    out = subprocess.run(command, input=feed.encode(), capture_output=True)
    if out.returncode not in (0, 1, 2) or not out.stdout:
        sys.exit(out.stderr.decode())
    return {o["id"]: o for o in map(json.loads, out.stdout.decode().splitlines())}


def matches(binary, rules, captions):
    """Rule, match and words of everything that fires, by caption."""
    feed = "\n".join(json.dumps({k: c[k] for k in ("id", "text", "jurisdiction") if c[k]}, ensure_ascii=False) for c in captions) + "\n"
    out = subprocess.run([binary, "rules", "trace", "-"] + (["--rules", rules] if rules else []), input=feed.encode(), capture_output=True)
    return {o["id"]: o["fired"] for o in map(json.loads, out.stdout.decode().splitlines())}


def main():
    a = argparse.ArgumentParser()
    a.add_argument("files", nargs="+")
    a.add_argument("--bin", default="target/release/curtain")
    a.add_argument("--rules")
    a.add_argument("--misses", type=int, default=0)
    a.add_argument("--alarms", type=int, default=0)
    a.add_argument("--rule")
    a.add_argument("--json")
    a.add_argument("--matches", action="store_true", help="count for every match of a rule, not only for every rule")
    a = a.parse_args()
    captions = list(rows(a.files))
    found = answers(a.bin, a.rules, captions)
    traced = matches(a.bin, a.rules, captions) if a.matches else None
    table = collections.defaultdict(collections.Counter)
    score = collections.defaultdict(collections.Counter)
    misses, alarms, shown = [], [], []
    for c in captions:
        findings = found[c["id"]]["caption"]["findings"]
        got = RANK[found[c["id"]]["verdict"]]
        loud = {f["rule"] for f in findings if RANK[f["severity"]] >= 2}
        if traced:
            loud = {f"{f['rule']} {f['match']}" for f in traced[c["id"]] if RANK[f["severity"]] >= 2}
        kind = "risky" if c["want"] >= 2 else "clear" if c["want"] == 0 else "advise"
        for rule in loud:
            table[rule][kind] += 1
            if len(loud) == 1:
                table[rule][kind + "-alone"] += 1
        for key in (c["lang"], "all"):
            s = score[key]
            s[kind] += 1
            s[kind + "-hit"] += got >= 2
            s["block"] += c["want"] == 3
            s["block-hit"] += c["want"] == 3 and got == 3
            s["noise"] += kind == "clear" and got == 1
        if kind == "risky" and got < 2:
            misses.append(c)
        if kind == "clear" and got >= 2:
            alarms.append((c, [(f["rule"], (f["span"] or {}).get("text")) for f in findings if RANK[f["severity"]] >= 2]))
        if a.rule and any(f["rule"] == a.rule for f in findings):
            shown.append((kind, [(f["span"] or {}).get("text") for f in findings if f["rule"] == a.rule], c))
    ratio = lambda s, x, y: f"{s[x] / s[y]:.3f}" if s[y] else "-"
    for key, s in sorted(score.items()):
        print(f"{key:8} recall {ratio(s, 'risky-hit', 'risky')} block {ratio(s, 'block-hit', 'block')} false_alarm {ratio(s, 'clear-hit', 'clear')} "
              f"noise {ratio(s, 'noise', 'clear')}  ({s['risky']} risky, {s['clear']} clear)")
    print(f"{'rule':36} {'risky':>6} {'alone':>6} {'clear':>6} {'alone':>6}")
    for rule, t in sorted(table.items(), key=lambda kv: (-kv[1]["clear-alone"], kv[1]["risky-alone"])):
        print(f"{rule:36} {t['risky']:6} {t['risky-alone']:6} {t['clear']:6} {t['clear-alone']:6}")
    for c, why in alarms[:a.alarms]:
        print("ALARM", c["id"], c["lang"], c["text"].replace("\n", " / ")[:300], "\n      ", why)
    for c in misses[:a.misses]:
        print("MISS", c["id"], c["lang"], ",".join(c["c"]), c["text"].replace("\n", " / ")[:300])
    for kind, spans, c in shown:
        print(kind.upper(), c["id"], spans, c["text"].replace("\n", " / ")[:300])
    if a.json:
        json.dump({"rules": table, "scores": score}, open(a.json, "w"), ensure_ascii=False, indent=1)


main()
