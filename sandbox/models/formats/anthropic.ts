// Anthropic's Messages, streamed and whole (docs: api/messages, build-with-claude/streaming). Knows no plan.

import { z } from "zod";
import {
  bearer,
  type Format,
  freshId,
  type Heard,
  header,
  inParts,
  type Reply,
  type Said,
  type StreamEvent,
  type Usage,
  WHOLE,
} from "./talk.ts";

const block = z.looseObject({ type: z.string() });
const blocks = z.union([z.string().transform((text) => [{ type: "text", text }]), z.array(block)]);
const textBlock = z.object({ type: z.literal("text"), text: z.string() });
const resultBlock = z.object({ type: z.literal("tool_result"), content: z.unknown() });

const body = z.object({
  model: z.string(),
  max_tokens: z.int().positive(),
  stream: z.boolean().default(false),
  system: blocks.default([]),
  messages: z.array(z.object({ role: z.enum(["user", "assistant", "system"]), content: blocks })).min(1),
  // Tools that the service runs itself have a type and no schema; a model of ours calls none of them.
  tools: z.array(z.looseObject({ name: z.string(), input_schema: z.unknown() })).default([]),
});

export const anthropic: Format = {
  name: "anthropic",
  path: /^\/v1\/messages$/,
  key: (places) => header(places, "x-api-key") ?? bearer(places),
  read: (source) => {
    const { model, stream, system, messages, tools } = body.parse(source);
    const said = [...system, ...messages.flatMap(({ content }) => content)];
    return {
      ...WHOLE,
      model,
      streams: stream,
      tools: tools
        .filter(({ input_schema }) => input_schema !== undefined)
        .map(({ name }) => ({ name, free: false })),
      results: said.flatMap((one) => {
        const result = resultBlock.safeParse(one).data;
        return result === undefined ? [] : [JSON.stringify(result.content ?? null)];
      }),
      told: said.flatMap((one) => textBlock.safeParse(one).data?.text ?? []).join("\n"),
    };
  },
  write,
  refuse: (status, message) => ({
    type: "error",
    error: { type: ERRORS[status] ?? "api_error", message },
    request_id: freshId("req_"),
  }),
};

const ERRORS: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  429: "rate_limit_error",
};

function write({ model, streams }: Heard, said: Said, tokens: Usage): Reply {
  const usage = {
    input_tokens: tokens.fresh,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: tokens.cached,
    output_tokens: tokens.visible + tokens.thought,
  };
  const message = { id: freshId("msg_"), type: "message", role: "assistant", model, stop_sequence: null };
  const stop_reason = "text" in said ? "end_turn" : "tool_use";
  const content =
    "text" in said
      ? { type: "text", text: said.text }
      : { type: "tool_use", id: freshId("toolu_"), name: said.tool, input: said.input };
  if (!streams) return { value: { ...message, content: [content], stop_reason, usage } };
  const begun = "text" in said ? { type: "text", text: "" } : { ...content, input: {} };
  const deltas =
    "text" in said
      ? inParts(said.text).map((text) => ({ type: "text_delta", text }))
      : inParts(JSON.stringify(said.input)).map((partial_json) => ({
          type: "input_json_delta",
          partial_json,
        }));
  const start = { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } };
  return {
    events: [
      { type: "message_start", message: start },
      { type: "content_block_start", index: 0, content_block: begun },
      { type: "ping" },
      ...deltas.map((delta) => ({ type: "content_block_delta", index: 0, delta })),
      { type: "content_block_stop", index: 0 },
      { type: "message_delta", delta: { stop_reason, stop_sequence: null }, usage },
      { type: "message_stop" },
    ].map((data): StreamEvent => ({ event: data.type, data })),
  };
}
