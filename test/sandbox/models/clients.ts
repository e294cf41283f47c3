// Clients of the four formats, as the services document them: how to ask, and how to put a streamed answer together.
// Each knows the documented events alone, so an answer that needs more than these is seen.

import { z } from "zod";

/** What a client makes of an answer. */
export interface Understood {
  readonly text: string;
  readonly call: { readonly name: string; readonly input: unknown } | null;
  /** Input, cached input, output, as this format counts. */
  readonly usage: readonly [input: number, cached: number, output: number];
}

export interface Client {
  readonly name: string;
  readonly path: (streamed: boolean) => string;
  readonly headers: (key: string) => Record<string, string>;
  /** @param results of tools so far, the newest last */
  readonly body: (
    told: string,
    tools: readonly string[],
    results: readonly string[],
    streamed: boolean,
  ) => object;
  readonly whole: (value: unknown) => Understood;
  readonly streamed: (events: readonly unknown[]) => Understood;
  /** The sentence in an error. */
  readonly refusal: (value: unknown) => string;
  /** What it says itself of which tokens are part of which. */
  readonly counts: (fresh: number, cached: number, visible: number, thought: number) => Understood["usage"];
}

const authorization = (key: string) => ({ authorization: `Bearer ${key}` });
const openaiRefusal = (value: unknown) =>
  z
    .strictObject({
      error: z.strictObject({ message: z.string(), type: z.string(), param: z.null(), code: z.null() }),
    })
    .parse(value).error.message;

const block = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text: z.string() }),
  z.strictObject({ type: z.literal("tool_use"), id: z.string(), name: z.string(), input: z.unknown() }),
]);
const anthropicUsage = z.strictObject({
  input_tokens: z.int(),
  cache_creation_input_tokens: z.int(),
  cache_read_input_tokens: z.int(),
  output_tokens: z.int(),
});
const message = z.strictObject({
  id: z.string(),
  type: z.literal("message"),
  role: z.literal("assistant"),
  model: z.string(),
  content: z.array(block),
  stop_reason: z.enum(["end_turn", "tool_use"]).nullable(),
  stop_sequence: z.null(),
  usage: anthropicUsage,
});
const messageEvent = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("message_start"), message }),
  z.strictObject({ type: z.literal("content_block_start"), index: z.int(), content_block: block }),
  z.strictObject({ type: z.literal("ping") }),
  z.strictObject({
    type: z.literal("content_block_delta"),
    index: z.int(),
    delta: z.discriminatedUnion("type", [
      z.strictObject({ type: z.literal("text_delta"), text: z.string() }),
      z.strictObject({ type: z.literal("input_json_delta"), partial_json: z.string() }),
    ]),
  }),
  z.strictObject({ type: z.literal("content_block_stop"), index: z.int() }),
  z.strictObject({
    type: z.literal("message_delta"),
    delta: z.strictObject({ stop_reason: z.enum(["end_turn", "tool_use"]), stop_sequence: z.null() }),
    usage: anthropicUsage,
  }),
  z.strictObject({ type: z.literal("message_stop") }),
]);

function ofMessage({ content, usage }: Pick<z.infer<typeof message>, "content" | "usage">): Understood {
  const call = content.find((one) => one.type === "tool_use");
  return {
    text: content.flatMap((one) => (one.type === "text" ? [one.text] : [])).join(""),
    call: call === undefined ? null : { name: call.name, input: call.input },
    usage: [usage.input_tokens, usage.cache_read_input_tokens, usage.output_tokens],
  };
}

const anthropic: Client = {
  name: "anthropic",
  path: () => "/v1/messages",
  headers: (key) => ({ "x-api-key": key }),
  body: (told, tools, results, stream) => ({
    model: "m",
    max_tokens: 100,
    stream,
    system: [{ type: "text", text: told }],
    messages: [
      { role: "user", content: "Begin." },
      ...results.flatMap((content, index) => [
        { role: "assistant", content: [{ type: "tool_use", id: `t${index}`, name: "Read", input: {} }] },
        { role: "user", content: [{ type: "tool_result", tool_use_id: `t${index}`, content }] },
      ]),
    ],
    tools: tools.map((name) => ({ name, input_schema: { type: "object" } })),
  }),
  whole: (value) => ofMessage(message.parse(value)),
  streamed: (events) => {
    let blocks: z.infer<typeof block>[] = [];
    let json = "";
    let usage: z.infer<typeof anthropicUsage> | null = null;
    for (const event of events.map((one) => messageEvent.parse(one))) {
      if (event.type === "content_block_start") blocks = [...blocks, event.content_block];
      if (event.type === "message_delta") usage = event.usage;
      const last = blocks.at(-1);
      if (event.type === "content_block_delta") {
        if (event.delta.type === "input_json_delta") json += event.delta.partial_json;
        else if (last?.type === "text") last.text += event.delta.text;
      }
      if (event.type === "content_block_stop" && last?.type === "tool_use") last.input = JSON.parse(json);
    }
    return ofMessage({ content: blocks, usage: anthropicUsage.parse(usage) });
  },
  refusal: (value) =>
    z
      .strictObject({
        type: z.literal("error"),
        error: z.strictObject({ type: z.string(), message: z.string() }),
        request_id: z.string(),
      })
      .parse(value).error.message,
  counts: (fresh, cached, visible, thought) => [fresh, cached, visible + thought],
};

const item = z.discriminatedUnion("type", [
  z.object({ type: z.literal("message"), content: z.array(z.object({ text: z.string() })) }),
  z.object({ type: z.literal("function_call"), name: z.string(), arguments: z.string() }),
  z.object({ type: z.literal("custom_tool_call"), name: z.string(), input: z.string() }),
]);
const response = z.object({
  object: z.literal("response"),
  status: z.literal("completed"),
  output: z.array(item),
  usage: z.object({
    input_tokens: z.int(),
    input_tokens_details: z.object({ cached_tokens: z.int() }),
    output_tokens: z.int(),
  }),
});

function ofResponse({ output, usage }: z.infer<typeof response>): Understood {
  const [one] = output;
  return {
    text: one?.type === "message" ? one.content.map(({ text }) => text).join("") : "",
    call:
      one?.type === "function_call"
        ? { name: one.name, input: JSON.parse(one.arguments) }
        : one?.type === "custom_tool_call"
          ? { name: one.name, input: one.input }
          : null,
    usage: [usage.input_tokens, usage.input_tokens_details.cached_tokens, usage.output_tokens],
  };
}

const responses: Client = {
  name: "responses",
  path: () => "/v1/responses",
  headers: authorization,
  body: (instructions, tools, results, stream) => ({
    model: "m",
    stream,
    instructions,
    input: [
      { type: "message", role: "user", content: [{ type: "input_text", text: "Begin." }] },
      ...results.flatMap((output, index) => [
        { type: "function_call", call_id: `c${index}`, name: "read_file", arguments: "{}" },
        { type: "function_call_output", call_id: `c${index}`, output },
      ]),
    ],
    tools: tools.map((name) => ({ type: "function", name, parameters: {} })),
  }),
  whole: (value) => ofResponse(response.parse(value)),
  streamed: (events) => {
    const all = events.map((one) =>
      z.looseObject({ type: z.string(), delta: z.string().optional() }).parse(one),
    );
    const done = response.parse(all.at(-1)?.response);
    const delta = all.flatMap((one) => one.delta ?? []).join("");
    // What came bit by bit and what is told at the end must be one.
    const [one] = done.output;
    if (one?.type === "message") one.content = [{ text: delta }];
    if (one?.type === "function_call") one.arguments = delta;
    if (one?.type === "custom_tool_call") one.input = delta;
    return ofResponse(done);
  },
  refusal: openaiRefusal,
  counts: (fresh, cached, visible, thought) => [fresh + cached, cached, visible + thought],
};

const chatUsage = z.object({
  prompt_tokens: z.int(),
  prompt_tokens_details: z.object({ cached_tokens: z.int() }),
  completion_tokens: z.int(),
});
const toolCall = z.object({ function: z.object({ name: z.string().default(""), arguments: z.string() }) });
const said = z.object({ content: z.string().nullish(), tool_calls: z.array(toolCall).default([]) });

function ofChat(parts: readonly z.infer<typeof said>[], usage: z.infer<typeof chatUsage>): Understood {
  const calls = parts.flatMap(({ tool_calls }) => tool_calls.map((one) => one.function));
  const name = calls.map((one) => one.name).join("");
  return {
    text: parts.map(({ content }) => content ?? "").join(""),
    call: name === "" ? null : { name, input: JSON.parse(calls.map((one) => one.arguments).join("")) },
    usage: [usage.prompt_tokens, usage.prompt_tokens_details.cached_tokens, usage.completion_tokens],
  };
}

const chat: Client = {
  name: "chat",
  path: () => "/v1/chat/completions",
  headers: authorization,
  body: (content, tools, results, stream) => ({
    model: "m",
    stream,
    ...(stream ? { stream_options: { include_usage: true } } : {}),
    messages: [
      { role: "system", content },
      { role: "user", content: [{ type: "text", text: "Begin." }] },
      ...results.flatMap((result, index) => [
        {
          role: "assistant",
          tool_calls: [{ id: `c${index}`, type: "function", function: { name: "read", arguments: "{}" } }],
        },
        { role: "tool", tool_call_id: `c${index}`, content: result },
      ]),
    ],
    tools: tools.map((name) => ({ type: "function", function: { name, parameters: {} } })),
  }),
  whole: (value) => {
    const { choices, usage } = z
      .object({ choices: z.tuple([z.object({ message: said })]), usage: chatUsage })
      .parse(value);
    return ofChat([choices[0].message], usage);
  },
  streamed: (events) => {
    if (events.at(-1) !== "[DONE]") throw new Error("the stream has no end");
    const chunks = events.slice(0, -1).map((one) =>
      z
        .object({
          object: z.literal("chat.completion.chunk"),
          choices: z.array(z.object({ index: z.literal(0), delta: said })),
          usage: chatUsage.nullable(),
        })
        .parse(one),
    );
    const usage = chunks.flatMap((one) => one.usage ?? [])[0];
    return ofChat(
      chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta)),
      chatUsage.parse(usage),
    );
  },
  refusal: openaiRefusal,
  counts: (fresh, cached, visible, thought) => [fresh + cached, cached, visible + thought],
};

const content = z.object({
  candidates: z.tuple([
    z.object({
      content: z.object({
        role: z.literal("model"),
        parts: z.array(
          z.object({
            text: z.string().optional(),
            functionCall: z.object({ name: z.string(), args: z.unknown() }).optional(),
          }),
        ),
      }),
      finishReason: z.literal("STOP").optional(),
    }),
  ]),
  usageMetadata: z.object({
    promptTokenCount: z.int(),
    cachedContentTokenCount: z.int(),
    candidatesTokenCount: z.int(),
    thoughtsTokenCount: z.int(),
  }),
});

function ofContents(all: readonly z.infer<typeof content>[]): Understood {
  const parts = all.flatMap(({ candidates: [one] }) => one.content.parts);
  const call = parts.flatMap(({ functionCall }) => functionCall ?? [])[0];
  const usage = all.at(-1)?.usageMetadata;
  if (all.filter(({ candidates: [one] }) => one.finishReason !== undefined).length !== 1)
    throw new Error("the answer ends not once");
  return {
    text: parts.map(({ text }) => text ?? "").join(""),
    call: call === undefined ? null : { name: call.name, input: call.args },
    usage: [
      usage?.promptTokenCount ?? -1,
      usage?.cachedContentTokenCount ?? -1,
      usage?.candidatesTokenCount ?? -1,
    ],
  };
}

const gemini: Client = {
  name: "gemini",
  path: (streamed) => `/v1beta/models/m:${streamed ? "streamGenerateContent?alt=sse" : "generateContent"}`,
  headers: (key) => ({ "x-goog-api-key": key }),
  body: (text, tools, results) => ({
    systemInstruction: { role: "user", parts: [{ text }] },
    contents: [
      { role: "user", parts: [{ text: "Begin." }] },
      ...results.flatMap((output) => [
        { role: "model", parts: [{ functionCall: { name: "read_file", args: {} } }] },
        { role: "user", parts: [{ functionResponse: { name: "read_file", response: { output } } }] },
      ]),
    ],
    tools: [{ functionDeclarations: tools.map((name) => ({ name })) }],
  }),
  whole: (value) => ofContents([content.parse(value)]),
  streamed: (events) => ofContents(events.map((one) => content.parse(one))),
  refusal: (value) =>
    z
      .strictObject({
        error: z.strictObject({ code: z.int(), message: z.string(), status: z.string() }),
      })
      .parse(value).error.message,
  counts: (fresh, cached, visible) => [fresh + cached, cached, visible],
};

export const CLIENTS: readonly Client[] = [anthropic, responses, chat, gemini];

/** The data of each server-sent event, read as JSON where it is JSON. */
export function eventsIn(text: string): readonly unknown[] {
  return text
    .split("\n\n")
    .flatMap((event) => /^data: (.*)$/m.exec(event)?.[1] ?? [])
    .map((data) => (data.startsWith("{") ? JSON.parse(data) : data));
}
