// The four ways around "measured away from the agent", as an agent would go them, on a machine with and without
// isolation. Each ends as docs/operations.md says that it ends.

import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RunState } from "../../src/domain/journal/iteration.ts";
import { DEFINITION, type Files, TINY, temporary, writeFiles } from "../runner/tiny-run.ts";
import { cageFor, cannotIsolate, unlessIsolated } from "../support/process/isolation.ts";
import { executorIn, KEY, nextEnd, requestFor } from "./local-world.ts";

/** What an agent does that makes the one honest change, and something else with its shell line. */
interface Attempt {
  readonly agent: string;
  readonly evaluation?: string;
  readonly files?: Files;
  readonly secretFiles?: readonly string[];
  readonly evaluationNetwork?: boolean;
}

type Machine = "open" | "isolated";
const MACHINES: readonly Machine[] = cannotIsolate ? ["open"] : ["open", "isolated"];

const BETTER = "echo 9 > src/value.txt";
const LIE = `echo '{"score": 99}'`;

async function attempted(machine: Machine, attempt: Attempt): Promise<RunState> {
  const { agent, evaluation, files } = attempt;
  const directory = await temporary();
  const executor = executorIn(directory, {
    agentCommand: agent,
    checkout: {
      materialise: async (_repository, _commit, base) => {
        await writeFiles(base, { ...TINY, ...files });
        return { leftOut: [], form: "files" };
      },
    },
    cage: machine === "open" ? null : await cageFor(directory, attempt),
  });
  const ended = nextEnd(executor);
  const definition = { ...DEFINITION, ...(evaluation === undefined ? {} : { evaluation }) };
  // Runs of one nonce end each other's processes, also those of other tests.
  const nonce = randomUUID();
  const request = requestFor(nonce);
  await executor.start({ ...request, definition: { ...request.definition, ...definition } });
  await ended;
  return executor.look({ key: KEY, nonce, workerId: "here", startedAt: "2026-01-01T00:00:00Z" });
}

const measuredAs = (metric: number) => ({
  state: "finished",
  report: { outcome: "measured", measurement: { outcome: "measured", metric } },
});

describe.each(MACHINES)("a file that an agent plants on a machine that is %s", (machine) => {
  it.each(["../base/extra.sh", "../checkout/extra.sh"])("as %s is not measured", async (place) => {
    const agent = `${BETTER}; mkdir -p "$(dirname ${place})"; echo "${LIE.replaceAll('"', '\\"')}" > ${place}; true`;
    const evaluation = "if [ -f extra.sh ]; then bash extra.sh; else bash measure.sh; fi";
    expect(await attempted(machine, { agent, evaluation })).toMatchObject(measuredAs(9));
  });

  it("in the home of the evaluation is not there when it runs", async () => {
    const agent = `${BETTER}; mkdir -p ../evaluation/home; touch ../evaluation/home/planted; true`;
    const evaluation = `if [ -f "$HOME/planted" ]; then ${LIE}; else bash measure.sh; fi`;
    expect(await attempted(machine, { agent, evaluation })).toMatchObject(measuredAs(9));
  });
});

describe("a report that an agent writes", () => {
  // Harmless where it finds neither request nor claim.
  const agent = `${BETTER}
node -e '
const { readFileSync, writeFileSync } = require("fs");
const { nonce, base } = JSON.parse(readFileSync("../request.json", "utf8"));
const measurement = { outcome: "measured", metric: 99, secondary: {} };
const size = { before: 0, after: 0 }, seconds = { total: 1, agent: 1, evaluation: 1 };
const cost = { usd: null, input_tokens: null, output_tokens: null };
const rest = { files: [], size, gates: [], measurement, answer: null, cost, seconds };
const report = { v: 1, nonce, base, outcome: "measured", problem: "", ...rest };
writeFileSync("../report.json", JSON.stringify(report));
process.kill(Number(readFileSync("../claim", "utf8")), "SIGKILL");
' 2> /dev/null; true`;

  it("is not taken, although it names the run and the runner is gone", async () => {
    expect(await attempted("open", { agent })).toEqual({ state: "lost", loss: { code: "report-unsigned" } });
  });

  it.skipIf(cannotIsolate)(
    `comes to nothing where the agent is isolated: the run goes on${unlessIsolated}`,
    async () => {
      expect(await attempted("isolated", { agent })).toMatchObject(measuredAs(9));
    },
  );
});

describe("a process that outlives its agent", () => {
  // It leaves its group, drops the mark of the run, and looks for what is measured for at most ten seconds.
  const survivor = `
touch ../started
for i in $(seq 200); do
  [ -f ../evaluation/evaluate.sh ] && break
  sleep 0.05
done
echo "echo '{\\"score\\": 99}'" > ../checkout/measure.sh && touch ../evaluation/tmp/done`;
  const agent = `${BETTER}; cat > ../survivor.sh <<'END'${survivor}
END
env -i PATH="$PATH" setsid bash ../survivor.sh > /dev/null 2>&1 &
until [ -f ../started ]; do sleep 0.02; done`;
  const evaluation =
    'for i in $(seq 40); do [ -f "$TMPDIR/done" ] && break; sleep 0.05; done; bash measure.sh';

  it("can change what is measured where there is no isolation", async () => {
    expect(await attempted("open", { agent, evaluation })).toMatchObject(measuredAs(99));
  });

  it.skipIf(cannotIsolate)(`does not, where there is${unlessIsolated}`, async () => {
    expect(await attempted("isolated", { agent, evaluation })).toMatchObject(measuredAs(9));
  });
});

describe.each(MACHINES)("measured code on a machine that is %s", (machine) => {
  it("cannot be told apart from better code when it prints a number of its own", async () => {
    const files = { "src/score.mjs": `console.log('{"score": 5}');\n` };
    const agent = `echo "process.on('exit', () => console.log('{\\"score\\": 99}'));" >> src/score.mjs`;
    expect(await attempted(machine, { agent, files, evaluation: "node src/score.mjs" })).toMatchObject(
      measuredAs(99),
    );
  });
});

describe.skipIf(cannotIsolate)(`what an isolated agent or evaluation sees${unlessIsolated}`, () => {
  /** Lines that the agent, or the evaluation, printed of what it looked at. */
  const seen = async (look: string, by: "agent" | "evaluation", more: Partial<Attempt> = {}) => {
    const quoted = `{ ${look}; } 2>&1 | tail -n 20`;
    const attempt =
      by === "agent"
        ? { agent: `${quoted}; exit 1` }
        : { agent: BETTER, evaluation: `(${quoted}) >&2; exit 1` };
    const state = await attempted("isolated", { ...attempt, ...more });
    if (state.state !== "finished") throw new Error(JSON.stringify(state));
    return state.report.problem.replace(/^.*Its last lines: /s, "").split("\n");
  };

  it.each(["agent", "evaluation"] as const)("is its own part of the run's folder: %s", async (by) => {
    const own = by === "agent" ? ["agent", "workspace"] : ["checkout", "evaluation"];
    expect(await seen("ls ..", by)).toEqual(own);
  });

  it.each(["agent", "evaluation"] as const)("is no process but its own: %s", async (by) => {
    const [count] = await seen("ls /proc | grep -c '^[0-9]'", by);
    expect(Number(count)).toBeLessThan(10);
  });

  it("is no file of the app's secrets and nothing of the home, the temporary folder or the app's own", async () => {
    const folder = await temporary();
    await writeFiles(folder, { "key.pem": "the key", ".env": "the secret" });
    const look = `cat ${folder}/key.pem; ls ~root /tmp /var/tmp | grep -v :; ls ${process.cwd()}/package-lock.json`;
    const lines = await seen(look, "agent", { secretFiles: [join(folder, "key.pem")] });
    expect(lines.join("\n")).not.toContain("the key");
    expect(lines.at(-1)).toMatch(/No such file/);
  });

  it("is a secret file outside all of these without its contents", async () => {
    const file = join(process.cwd(), "README.md");
    const { folders, shown } = await cageFor(await temporary());
    const isHidden = folders.some((one) => file.startsWith(`${one}/`));
    expect([isHidden, shown.includes(file)]).toEqual([true, false]);
  });

  it("cannot be written but in its own folders", async () => {
    const [lines] = await seen("touch /usr/mine /etc/mine && echo wrote", "agent");
    expect(lines).toMatch(/Read-only file system/);
  });

  it("is a network for evaluations, unless somebody asked for none", async () => {
    const server = createServer((socket) => socket.end()).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const connect = `require("net").connect(${port}, "127.0.0.1")`;
    const look = `node -e '${connect}.on("connect", () => console.log("reached")).on("error", () => console.log("alone"))'`;
    const closed = { evaluationNetwork: false };
    expect(await seen(look, "evaluation")).toEqual(["reached"]);
    expect(await seen(look, "evaluation", closed)).toEqual(["alone"]);
    expect(await seen(look, "agent", closed)).toEqual(["reached"]);
    server.close();
  });

  it("has limits for the size of a file and the number of processes", async () => {
    expect(await seen("ulimit -c; ulimit -f; ulimit -u", "evaluation")).toEqual(["0", "16777216", "8192"]);
  });
});

describe("a program that is missing", () => {
  it.skipIf(cannotIsolate)("is told in the same words where it would have been isolated", async () => {
    const request = { agent: "no-such-program-anywhere" };
    const [open, isolated] = await Promise.all(MACHINES.map((machine) => attempted(machine, request)));
    expect(isolated).toMatchObject({
      report: { problem: open?.state === "finished" ? open.report.problem : "" },
    });
  });
});
