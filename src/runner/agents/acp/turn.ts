// One session with one prompt over the Agent Client Protocol: introduces itself, settles the session, answers whatever the
// agent asks, and tells what happened. Knows the stream, not the process behind it.

import {
  type ClientConnection,
  client,
  methods,
  PROTOCOL_VERSION,
  type RequestPermissionRequest,
  type RequestPermissionResponse,
  type SessionUpdate,
  type StopReason,
  type Stream,
} from "@agentclientprotocol/sdk/unstable";
import { acpAdapter } from "../../../text/agents/acp/adapters.ts";
import { type AcpLine, acpTokens } from "../../../text/agents/acp/line.ts";
import { acpWords } from "../../../text/agents/acp/words.ts";
import { OwnFiles } from "./own-files.ts";
import { isHarmless, optionFor, type Wanted } from "./permission.ts";
import { settle, Unfit } from "./settle.ts";

export interface Work {
  /** The directory of the program's files. */
  readonly workspace: string;
  /** Where the answer goes; outside of the workspace. */
  readonly exchange: string;
  readonly prompt: string;
  /** Null: the agent's own. */
  readonly model: string | null;
}

type Tell = (line: AcpLine) => void;

export class Turn {
  readonly #work: Work;
  readonly #tell: Tell;
  readonly #connection: ClientConnection;
  readonly #files: OwnFiles;
  /** Of each tool call what was told of it so far; requests need not repeat it. */
  readonly #calls = new Map<string, Wanted>();
  #session: string | null = null;
  #adapter = acpAdapter("");
  readonly #cancelled = new AbortController();

  /** Begins nothing but the connection. */
  constructor(stream: Stream, work: Work, tell: Tell) {
    this.#work = work;
    this.#tell = tell;
    this.#files = new OwnFiles([work.workspace, work.exchange]);
    const { session, fs } = methods.client;
    this.#connection = client({ name: "autoloop" })
      // First: messages that arrive together are handled side by side, and a question may lean on what was told before.
      .onNotification(session.update, ({ params }) => this.#update(params.update))
      .onRequest(session.requestPermission, ({ params }) => this.#permission(params))
      .onRequest(fs.readTextFile, async ({ params: { path, line, limit } }) => ({
        content: await this.#files.read(path, line ?? null, limit ?? null),
      }))
      .onRequest(fs.writeTextFile, async ({ params: { path, content } }) => {
        await this.#files.write(path, content);
        return {};
      })
      .connect(stream);
  }

  /**
   * Why the agent stopped by itself.
   * @throws Unfit, RequestError of the agent, or whatever ends the connection
   */
  async run(): Promise<StopReason> {
    const { agent } = this.#connection;
    const { workspace: cwd, exchange, prompt, model } = this.#work;
    const hello = await agent.request(methods.agent.initialize, {
      protocolVersion: PROTOCOL_VERSION,
      clientInfo: { name: "autoloop", version: "1" },
      // An agent whose own tools end at the workspace writes its answer through its client.
      clientCapabilities: { fs: { readTextFile: true, writeTextFile: true } },
    });
    if (hello.protocolVersion !== PROTOCOL_VERSION) {
      throw new Unfit(acpWords.otherProtocol(hello.protocolVersion));
    }
    const name = hello.agentInfo?.name ?? "";
    this.#tell({ type: "agent", name });
    const adapter = acpAdapter(name);
    this.#adapter = adapter;
    const login = hello.authMethods?.find(({ id }) => id === adapter.login)?.id;
    if (login !== undefined) await agent.request(methods.agent.authenticate, { methodId: login });
    const reaches = hello.agentCapabilities?.sessionCapabilities?.additionalDirectories != null;
    const session = await agent.request(methods.agent.session.new, {
      ...{ cwd, mcpServers: [] },
      ...(reaches ? { additionalDirectories: [exchange] } : {}),
      ...(adapter.meta === null ? {} : { _meta: adapter.meta }),
    });
    await settle(agent, session, adapter, model);
    const { sessionId } = session;
    this.#session = sessionId;
    if (this.#cancelled.signal.aborted) return "cancelled";
    const answer = await agent.request(methods.agent.session.prompt, {
      ...{ sessionId, prompt: [{ type: "text", text: prompt }] },
    });
    const tokens = acpTokens(answer);
    if (tokens !== null) this.#tell(tokens);
    return answer.stopReason;
  }

  /** Asks the agent to stop; from here on every question of its gets the answer that the work was cancelled. */
  async cancel(): Promise<void> {
    this.#cancelled.abort();
    if (this.#session === null) return;
    await this.#connection.agent.notify(methods.agent.session.cancel, { sessionId: this.#session });
  }

  #update(update: SessionUpdate): void {
    this.#tell({ type: "step", what: update.sessionUpdate });
    if (update.sessionUpdate === "usage_update" && update.cost?.currency === "USD") {
      this.#tell({ type: "money", usd: update.cost.amount });
    }
    if (update.sessionUpdate === "tool_call" || update.sessionUpdate === "tool_call_update")
      this.#note(update);
  }

  #note({ toolCallId, kind, locations }: RequestPermissionRequest["toolCall"]): Wanted {
    const before = this.#calls.get(toolCallId);
    const wanted = {
      kind: kind ?? before?.kind ?? null,
      paths: locations?.map(({ path }) => path) ?? before?.paths ?? [],
    };
    this.#calls.set(toolCallId, wanted);
    return wanted;
  }

  #permission({ toolCall, options }: RequestPermissionRequest): RequestPermissionResponse {
    if (this.#cancelled.signal.aborted) return { outcome: { outcome: "cancelled" } };
    const wanted = this.#note(toolCall);
    const isGiven = isHarmless(wanted, (path) => this.#files.has(path), this.#adapter.asksForFolders);
    const optionId = optionFor(options, isGiven) ?? optionFor(options, false);
    this.#tell({ type: "permission", kind: wanted.kind ?? "unknown", isGiven });
    return { outcome: optionId === null ? { outcome: "cancelled" } : { outcome: "selected", optionId } };
  }
}
