import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runAcp } from "../../../../src/runner/agents/acp/client.ts";
import { type AcpLine, acpLine } from "../../../../src/text/agents/acp/line.ts";
import { acp } from "../../../../src/text/agents/rows/acp.ts";

const FAKE = fileURLToPath(new URL("fake-agent.mjs", import.meta.url));
const CLAUDE = "@agentclientprotocol/claude-agent-acp";

let folder = "";
let workspace = "";
let exchange = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "acp-"));
  workspace = join(folder, "workspace");
  exchange = join(folder, "exchange");
  await Promise.all([workspace, exchange].map((one) => mkdir(one)));
  await writeFile(join(workspace, "a.txt"), "one\ntwo\nthree\n");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Options {
  readonly model?: string;
  readonly stop?: AbortSignal;
  readonly hears?: (line: AcpLine) => void;
}

async function played(script: object, { model, stop, hears }: Options = {}) {
  const log = join(folder, "log");
  await writeFile(log, "");
  const told: AcpLine[] = [];
  const problem = await runAcp(
    [process.execPath, FAKE, JSON.stringify({ log, ...script })],
    { workspace, exchange, prompt: "Do it.", model: model ?? null },
    (line) => {
      told.push(line);
      hears?.(line);
    },
    stop ?? new AbortController().signal,
    { cancelMs: 300, closeMs: 50, termMs: 200 },
  );
  const stdout = told.map(acpLine).join("");
  const heard = (await readFile(log, "utf8"))
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
  const output = { stdout, stderr: "", records: "" };
  return {
    ...{ problem, told, heard, cost: acp.cost(output), failure: acp.failure(output) },
    methods: heard.flatMap(({ method }) => method ?? []),
    outcomes: heard.flatMap(({ result }) => result?.outcome ?? []),
    of: (method: string) => heard.find((one) => one.method === method)?.params,
  };
}

const select = (id: string, currentValue: string, ...others: string[]) => ({
  ...{ id, name: id, category: id, type: "select", currentValue },
  options: [currentValue, ...others].map((value) => ({ value, name: value })),
});
const file = (name: string) => [{ path: join(workspace, name) }];
const money = (amount: number, currency = "USD") => ({
  update: { sessionUpdate: "usage_update", used: 9_000, size: 200_000, cost: { amount, currency } },
});

describe("an agent of the Agent Client Protocol", () => {
  it("is given the prompt in the workspace, and what it changed stays", async () => {
    const path = join(workspace, "a.txt");
    const { problem, of, methods } = await played({ steps: [{ write: { path, text: "changed" } }] });
    expect(problem).toBeNull();
    expect(await readFile(path, "utf8")).toBe("changed");
    expect(methods).toEqual(["initialize", "session/new", "session/prompt"]);
    expect(of("session/new")).toEqual({ cwd: workspace, mcpServers: [] });
    expect(of("session/prompt")).toEqual({ sessionId: "s", prompt: [{ type: "text", text: "Do it." }] });
  });

  it("is told of the folder for its answer where it can reach other folders", async () => {
    const capabilities = { sessionCapabilities: { additionalDirectories: {} } };
    const { of } = await played({ capabilities });
    expect(of("session/new")).toMatchObject({ additionalDirectories: [exchange] });
  });

  it("is let do once what only reads and edits files of its run, and nothing else", async () => {
    await symlink("/etc", join(workspace, "away"));
    const asks = [
      { kind: "edit", locations: file("a.txt") },
      { kind: "edit", locations: [{ path: join(exchange, "answer.json") }] },
      { kind: "read", locations: [{ path: "a.txt" }] },
      { kind: "edit", locations: [] },
      { kind: "edit" },
      { locations: file("a.txt") },
      { kind: "edit", locations: [...file("a.txt"), { path: "/etc/hostname" }] },
      { kind: "read", locations: file("../log") },
      { kind: "read", locations: file("away/hostname") },
      ...["execute", "fetch", "other", "switch_mode"].map((kind) => ({ kind, locations: file("a.txt") })),
    ].map((ask, index) => ({ ask: { toolCallId: `t${index}`, ...ask } }));
    const { outcomes, problem } = await played({ steps: asks });
    const given = outcomes.map(({ optionId }) => optionId);
    expect(given).toEqual([...Array(3).fill("yes-42"), ...Array(10).fill("no-42")]);
    expect(problem).toBeNull();
  });

  it("may go to folders of its run, where that is what it asks with a kind of its own", async () => {
    const session = { configOptions: [select("mode", "build"), select("model", "some/model")] };
    const asks = [
      { kind: "other", locations: [{ path: join(exchange, "answer.json") }, { path: exchange }] },
      { kind: "other", locations: [{ path: exchange }, { path: folder }] },
      { kind: "other" },
      { kind: "execute", locations: [{ path: exchange }] },
    ].map((ask, index) => ({ ask: { toolCallId: `t${index}`, ...ask } }));
    const { outcomes } = await played({ name: "OpenCode", session, steps: asks });
    expect(outcomes.map(({ optionId }) => optionId)).toEqual(["yes-42", "no-42", "no-42", "no-42"]);
  });

  it("need not repeat in its question what it said of the tool call before", async () => {
    const call = { toolCallId: "t", title: "Edit", kind: "edit", locations: file("a.txt") };
    const steps = [{ update: { sessionUpdate: "tool_call", ...call } }, { ask: {} }];
    expect((await played({ steps })).outcomes).toEqual([{ outcome: "selected", optionId: "yes-42" }]);
  });

  it("gets no leave for good, and an answer also where no option fits", async () => {
    const steps = [{ ask: { kind: "read", locations: file("a.txt") } }];
    const answered = async (...kinds: string[]) => {
      const options = kinds.map((kind) => ({ optionId: kind, name: kind, kind }));
      return (await played({ steps, options })).outcomes;
    };
    expect(await answered("allow_always", "reject_always")).toEqual([
      { outcome: "selected", optionId: "reject_always" },
    ]);
    expect(await answered("allow_always")).toEqual([{ outcome: "cancelled" }]);
  });

  it("ends well where a no ends its turn", async () => {
    const steps = [{ ask: { kind: "execute" } }, { write: { path: join(workspace, "b"), text: "" } }];
    const { problem, told } = await played({ steps, endsOnReject: true });
    expect(problem).toBeNull();
    expect(told).toContainEqual({ type: "permission", kind: "execute", isGiven: false });
    await expect(readFile(join(workspace, "b"))).rejects.toThrow("ENOENT");
  });

  it("reads and writes files of its run through its client, and no others", async () => {
    const request = (method: string, params: object) => ({ request: { method, params } });
    const { heard } = await played({
      steps: [
        request("fs/write_text_file", { path: join(exchange, "answer.json"), content: "{}" }),
        request("fs/read_text_file", { path: join(workspace, "a.txt"), line: 2, limit: 1 }),
        request("fs/read_text_file", { path: join(workspace, "a.txt") }),
        request("fs/read_text_file", { path: join(workspace, "none.txt") }),
        request("fs/write_text_file", { path: join(folder, "outside"), content: "" }),
        request("terminal/create", { command: "ls" }),
      ],
    });
    const answers = heard.filter(({ id, method }) => id >= 100 && method === undefined);
    expect(answers.map(({ result, error }) => result ?? error.code)).toEqual([
      ...[{}, { content: "two" }, { content: "one\ntwo\nthree\n" }, -32_002, -32_602, -32_601],
    ]);
    expect(await readFile(join(exchange, "answer.json"), "utf8")).toBe("{}");
    await expect(readFile(join(folder, "outside"))).rejects.toThrow("ENOENT");
  });
});

describe("mode and model", () => {
  it("are set before the prompt and read back", async () => {
    const configOptions = [select("mode", "auto", "default"), select("model", "small", "large")];
    const { methods, heard, problem } = await played(
      { name: CLAUDE, session: { configOptions } },
      { model: "large" },
    );
    expect(problem).toBeNull();
    expect(methods.slice(2, 4)).toEqual(["session/set_config_option", "session/set_config_option"]);
    expect(heard.slice(2, 4).map(({ params }) => params.value)).toEqual(["default", "large"]);
  });

  it("can be a mode of the older kind", async () => {
    const modes = { currentModeId: "auto", availableModes: [] };
    expect((await played({ name: CLAUDE, session: { modes } })).of("session/set_mode")).toEqual({
      ...{ sessionId: "s", modeId: "default" },
    });
    const already = { modes: { ...modes, currentModeId: "default" } };
    expect((await played({ name: CLAUDE, session: already })).methods).not.toContain("session/set_mode");
  });

  it("end the run before the prompt where the agent does not take them", async () => {
    const session = { configOptions: [select("model", "small", "large")] };
    const stubborn = await played({ session, stubborn: true }, { model: "large" });
    const unable = await played({}, { model: "large" });
    expect([stubborn, unable].map(({ failure }) => failure?.said)).toEqual([
      "The agent did not take the model that it was given.",
      "The agent lets nobody choose its model.",
    ]);
    expect([stubborn, unable].flatMap(({ methods }) => methods)).not.toContain("session/prompt");
  });

  it("are never a model that the agent's maker hosts, unless the operator chose it", async () => {
    const session = { configOptions: [select("mode", "build"), select("model", "opencode/free")] };
    const left = await played({ name: "OpenCode", session });
    expect(left.failure?.said).toContain("AUTOLOOP_AGENT_MODEL");
    expect(left.methods).not.toContain("session/prompt");
    const chosen = await played({ name: "OpenCode", session }, { model: "opencode/free" });
    expect(chosen.problem).toBeNull();
  });

  it("come after the login by key where the agent wants one", async () => {
    const session = { configOptions: [select("mode", "agent")] };
    const authMethods = ["chatgpt", "api-key"].map((id) => ({ id, name: id }));
    const { of } = await played({ name: "@agentclientprotocol/codex-acp", authMethods, session });
    expect(of("authenticate")).toEqual({ methodId: "api-key" });
  });
});

describe("the usage", () => {
  it("is the last money that was told, and what the agent's numbers mean", async () => {
    const usage = { totalTokens: 10_500, inputTokens: 10_000, cachedReadTokens: 400, outputTokens: 100 };
    const session = { configOptions: [select("mode", "default")] };
    const script = { steps: [money(0.02), money(0.05), money(9, "EUR")], answer: { usage }, session };
    expect((await played({ name: CLAUDE, ...script })).cost).toEqual({
      ...{ usd: 0.05, input_tokens: 10_400, output_tokens: 100 },
    });
    expect((await played(script)).cost).toEqual({ usd: 0.05, input_tokens: null, output_tokens: null });
  });
});

describe("a run that does not end well", () => {
  it("says that the key is refused", async () => {
    const errors = { "session/prompt": { code: -32_000, message: "Invalid API key" } };
    const { failure, told } = await played({ errors });
    expect(failure).toEqual({ status: 401, said: "Invalid API key", limit: null });
    expect(told.at(-1)).toEqual({ type: "failure", code: -32_000, said: "Invalid API key" });
  });

  it("says what the agent said of another error", async () => {
    const errors = { "session/new": { code: -32_603, message: "No room" } };
    expect((await played({ errors })).failure).toEqual({ status: null, said: "No room", limit: null });
    const data = { details: "No folder that is trusted" };
    const detailed = { "session/new": { code: -32_603, message: "Internal error", data } };
    expect((await played({ errors: detailed })).failure?.said).toBe("No folder that is trusted");
  });

  it("says how the command line ended, and nothing of its noise", async () => {
    const { failure } = await played({ steps: [{ exit: 3 }] });
    expect(failure?.said).toBe("The agent's command line ended before its work did (3).");
  });

  it("says that the command line could not be started", async () => {
    const told: AcpLine[] = [];
    const work = { workspace, exchange, prompt: "", model: null };
    const stop = new AbortController().signal;
    await runAcp([join(folder, "none")], work, (line) => told.push(line), stop);
    expect(told).toMatchObject([{ said: "The agent's command line could not be started." }]);
  });

  it("says that the agent speaks another protocol", async () => {
    expect((await played({ version: 7 })).failure?.said).toContain("version 7");
  });

  it.each([
    ["max_tokens", { limit: "tokens", said: "" }],
    ["max_turn_requests", { limit: "requests to its model", said: "" }],
    ["refusal", { limit: null, said: "The model refused to go on." }],
  ])("says why the agent stopped: %s", async (stopReason, failure) => {
    expect((await played({ answer: { stopReason } })).failure).toMatchObject(failure);
  });

  it("is cancelled when somebody stops it, and has the usage that the agent tells then", async () => {
    const stop = new AbortController();
    const usage = { totalTokens: 3, inputTokens: 2, outputTokens: 1 };
    const session = { configOptions: [select("mode", "default")] };
    const { problem, outcomes, cost, failure, methods } = await played(
      { name: CLAUDE, session, steps: [money(0.01), { silent: true }], answer: { usage } },
      { stop: stop.signal, hears: ({ type }) => type === "money" && stop.abort() },
    );
    expect(methods.at(-1)).toBe("session/cancel");
    expect(outcomes).toEqual([{ outcome: "cancelled" }]);
    expect(cost).toEqual({ usd: 0.01, input_tokens: 2, output_tokens: 1 });
    // Whoever stopped it knows why.
    expect([problem?.type, failure]).toEqual(["failure", null]);
  });

  it("is over in bounded time where the agent hears neither the end of its input nor SIGTERM", async () => {
    const stop = new AbortController();
    const { problem } = await played(
      { deaf: true, steps: [money(0.01), { silent: true }] },
      { stop: stop.signal, hears: ({ type }) => type === "money" && stop.abort() },
    );
    expect(problem).toMatchObject({ type: "failure", code: null });
    const pid = Number(await readFile(join(folder, "log.pid"), "utf8"));
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });
});
