import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { LocalExecutorOptions } from "../../src/executors/local.ts";
import type { RunState } from "../../src/ports/executor.ts";
import { DEFINITION, type Files, TINY, temporary, writeFiles } from "../runner/tiny-run.ts";
import { executorIn, KEY, nextEnd, requestFor } from "./local-world.ts";

/** What an agent does that makes the one honest change, and something else with its shell line. */
interface Attempt {
  readonly agent: string;
  readonly evaluation?: string;
  readonly files?: Files;
}

const BETTER = "echo 9 > src/value.txt";
/** Beside the workspace, the run's folder on a machine without isolation. */
const PLANTED = `if [ -f extra.sh ]; then bash extra.sh; else bash measure.sh; fi`;
const LIE = `echo '{"score": 99}'`;

async function attempted(
  { agent, evaluation, files }: Attempt,
  change: Partial<LocalExecutorOptions> = {},
): Promise<RunState> {
  const executor = executorIn(join(await temporary(), "work"), {
    agentCommand: agent,
    checkout: {
      materialise: async (_repository, _commit, directory) => {
        await writeFiles(directory, { ...TINY, ...files });
        return { leftOut: [] };
      },
    },
    ...change,
  });
  const ended = nextEnd(executor);
  const definition = { ...DEFINITION, ...(evaluation === undefined ? {} : { evaluation }) };
  const request = requestFor("n");
  await executor.start({ ...request, definition: { ...request.definition, ...definition } });
  await ended;
  return executor.look({ key: KEY, nonce: "n", workerId: "here", startedAt: "2026-01-01T00:00:00Z" });
}

const measuredAs = (metric: number) => ({
  state: "finished",
  report: { outcome: "measured", measurement: { outcome: "measured", metric } },
});

describe("a file that an agent plants", () => {
  it.each(["../base/extra.sh", "../checkout/extra.sh"])("as %s is not measured", async (place) => {
    const agent = `${BETTER}; mkdir -p "$(dirname ${place})"; echo "${LIE.replaceAll('"', '\\"')}" > ${place}; true`;
    expect(await attempted({ agent, evaluation: PLANTED })).toMatchObject(measuredAs(9));
  });

  it("in the home of the evaluation is not there when it runs", async () => {
    const agent = `${BETTER}; mkdir -p ../evaluation/home; touch ../evaluation/home/planted; true`;
    const evaluation = `if [ -f "$HOME/planted" ]; then ${LIE}; else bash measure.sh; fi`;
    expect(await attempted({ agent, evaluation })).toMatchObject(measuredAs(9));
  });
});

describe("a report that an agent writes", () => {
  it("is not taken, although it names the run and the runner is gone", async () => {
    const agent = `${BETTER}
node -e '
const { nonce, base } = JSON.parse(require("fs").readFileSync("../request.json", "utf8"));
const measurement = { outcome: "measured", metric: 99, secondary: {} };
const size = { before: 0, after: 0 }, seconds = { total: 1, agent: 1, evaluation: 1 };
const cost = { usd: null, input_tokens: null, output_tokens: null };
const rest = { files: [], size, gates: [], measurement, answer: null, cost, seconds };
const report = { v: 1, nonce, base, outcome: "measured", problem: "", ...rest };
require("fs").writeFileSync("../report.json", JSON.stringify(report));
process.kill(Number(require("fs").readFileSync("../claim", "utf8")), "SIGKILL");
'; true`;
    expect(await attempted({ agent })).toEqual({ state: "lost", loss: { code: "report-unsigned" } });
  });
});

describe("a process that outlives its agent", () => {
  // It leaves its group and drops the mark of the run, and looks for what is measured for at most ten seconds.
  const survivor = `
touch ../started
for i in $(seq 200); do
  [ -f ../checkout/measure.sh ] && echo "echo '{\\"score\\": 99}'" > ../checkout/measure.sh && touch ../evaluation/tmp/done
  sleep 0.05
done`;
  const agent = `${BETTER}; cat > ../survivor.sh <<'END'${survivor}
END
env -i PATH="$PATH" setsid bash ../survivor.sh > /dev/null 2>&1 &
until [ -f ../started ]; do sleep 0.02; done`;
  const evaluation =
    'for i in $(seq 40); do [ -f "$TMPDIR/done" ] && break; sleep 0.05; done; bash measure.sh';

  it("can change what is measured where there is no isolation", async () => {
    expect(await attempted({ agent, evaluation })).toMatchObject(measuredAs(99));
  });
});

describe("measured code that prints a number of its own when it ends", () => {
  const files = { "src/score.mjs": `console.log('{"score": 5}');\n` };
  const agent = `echo "process.on('exit', () => console.log('{\\"score\\": 99}'));" >> src/score.mjs`;

  it("cannot be told apart from code that is better", async () => {
    expect(await attempted({ agent, files, evaluation: "node src/score.mjs" })).toMatchObject(measuredAs(99));
  });
});
