import { describe, expect, it } from "vitest";
import { filesRun } from "../../../src/text/program/files-run.ts";

describe(filesRun, () => {
  it.each<[string, readonly string[]]>([
    ["node bench/run.mjs --json > out.json", ["bench/run.mjs"]],
    ["./tools/check.sh | tail -1", ["tools/check.sh"]],
    ["OMP_NUM_THREADS=1 timeout 60 python3 -u solve.py data.csv", ["solve.py"]],
    ["npx tsx bench.ts && uv run python a/b.py", ["bench.ts", "a/b.py"]],
    ["set -e\ncd bench && node run.mjs; bash deep/x.sh", ["bench/run.mjs", "bench/deep/x.sh"]],
    ["SCORE=$(node score.mjs)", ["score.mjs"]],
    ["node \\\n  score.mjs", ["score.mjs"]],
    ['"node" "score.mjs"', ["score.mjs"]],
    ["pytest tests/test_speed.py", ["tests/test_speed.py"]],
    ["bash a.sh; bash ./a.sh", ["a.sh"]],
    // Not run, or not to be told.
    ["gcc -O2 src/main.c -o main", []],
    ["eslint src/a.js", []],
    ["python -m solve.main", []],
    ["node -e 'run(1)'", []],
    ["# node bench/run.mjs", []],
    ["/usr/bin/env /opt/tool.sh", []],
    ["cd .. && node run.mjs", []],
    ["cd && node run.mjs", []],
    ["cat src/a.js", []],
    ["make", []],
    ["", []],
  ])("%j: %j", (script, files) => {
    expect(filesRun(script)).toEqual(files);
  });
});
