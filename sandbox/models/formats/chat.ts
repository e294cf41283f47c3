// OpenAI's chat completions, streamed and whole (docs: api-reference/chat), which many providers speak. Knows no plan.

import { z } from "zod";
import { openaiError } from "./openai-error.ts";
import {
  bearer,
  type Format,
  freshId,
  type Heard,
  inParts,
  type Reply,
  type Said,
  type Usage,
  WHOLE,
} from "./talk.ts";

const part = z.looseObject({ type: z.string(), text: z.string().optional() });
const body = z.object({
  model: z.string(),
  stream: z.boolean().default(false),
  stream_options: z.object({ include_usage: z.boolean().default(false) }).nullish(),
  messages: z
    .array(
      z.looseObject({
        role: z.enum(["system", "developer", "user", "assistant", "tool"]),
        content: z.union([z.string(), z.array(part)]).nullish(),
      }),
    )
    .min(1),
  tools: z
    .array(z.object({ type: z.literal("function"), function: z.looseObject({ name: z.string() }) }))
    .default([]),
});

export const chat: Format = {
  name: "chat",
  path: /^\/v1\/chat\/completions$/,
  key: bearer,
  read: (source) => {
    const { model, stream, messages, tools } = body.parse(source);
    const textOf = ({ content }: (typeof messages)[number]) =>
      typeof content === "string" ? content : (content ?? []).flatMap(({ text }) => text ?? []).join("\n");
    return {
      ...WHOLE,
      model,
      streams: stream,
      tools: tools.map((one) => ({ name: one.function.name, free: false })),
      results: messages.filter(({ role }) => role === "tool").map(textOf),
      told: messages
        .filter(({ role }) => role !== "tool")
        .map(textOf)
        .join("\n"),
    };
  },
  write,
  refuse: openaiError,
};

function write({ model, streams }: Heard, said: Said, tokens: Usage): Reply {
  const usage = {
    prompt_tokens: tokens.fresh + tokens.cached,
    completion_tokens: tokens.visible + tokens.thought,
    total_tokens: tokens.fresh + tokens.cached + tokens.visible + tokens.thought,
    prompt_tokens_details: { cached_tokens: tokens.cached },
    completion_tokens_details: { reasoning_tokens: tokens.thought },
  };
  const finish_reason = "text" in said ? "stop" : "tool_calls";
  const base = { id: freshId("chatcmpl-"), created: 0, model };
  const id = freshId("call_");
  const called = (name: string, args: string) => ({
    id,
    type: "function",
    function: { name, arguments: args },
  });
  if (!streams) {
    const message =
      "text" in said
        ? { role: "assistant", content: said.text }
        : {
            role: "assistant",
            content: null,
            tool_calls: [called(said.tool, JSON.stringify(said.input))],
          };
    const choices = [{ index: 0, message, finish_reason, logprobs: null }];
    return { value: { ...base, object: "chat.completion", choices, usage } };
  }
  const chunk = (delta: object, finish: string | null = null) => ({
    ...base,
    object: "chat.completion.chunk",
    choices: [{ index: 0, delta, finish_reason: finish, logprobs: null }],
    usage: null,
  });
  const deltas =
    "text" in said
      ? inParts(said.text).map((content) => ({ content }))
      : [
          { tool_calls: [{ index: 0, ...called(said.tool, "") }] },
          ...inParts(JSON.stringify(said.input)).map((args) => ({
            tool_calls: [{ index: 0, function: { arguments: args } }],
          })),
        ];
  return {
    events: [
      chunk({ role: "assistant", content: "text" in said ? "" : null }),
      ...deltas.map((delta) => chunk(delta)),
      chunk({}, finish_reason),
      // Whoever wants no usage skips a chunk without choices.
      { ...chunk({}), choices: [], usage },
      "[DONE]",
    ].map((data) => ({ data })),
  };
}
