// OpenAI's Responses, streamed and whole (docs: api-reference/responses, responses-streaming), with what codex sends
// beyond them. Knows no plan.

import { z } from "zod";
import { openaiError } from "./openai-error.ts";
import {
  bearer,
  type Format,
  freshId,
  type Heard,
  inParts,
  type Offer,
  type Reply,
  type Said,
  type StreamEvent,
  type Usage,
} from "./talk.ts";

const tool = z.looseObject({ type: z.string(), name: z.string().optional() });
type Tool = z.infer<typeof tool>;
/** Codex puts tools into groups. */
const group = z.object({ type: z.literal("namespace"), tools: z.array(tool) });

const item = z.looseObject({ type: z.string().default("message") });
const message = z.object({
  type: z.literal("message"),
  content: z.union([z.string(), z.array(z.looseObject({ type: z.string(), text: z.string().optional() }))]),
});
const output = z.object({ type: z.string().endsWith("_call_output"), output: z.unknown() });
/** Codex hands its tools over as an item of the conversation where the body has no `tools`. */
const handed = z.object({ type: z.literal("additional_tools"), tools: z.array(tool) });

/** The last item where the conversation is to become shorter (docs: guides/compaction). */
const trigger = z.object({ type: z.literal("compaction_trigger") });
/** What stands there afterwards for what was left out. Only the service can read it: here, the number of turns. */
const compaction = z.object({ type: z.literal("compaction"), encrypted_content: z.string() });

const body = z.object({
  model: z.string(),
  stream: z.boolean().default(false),
  instructions: z.string().nullish(),
  input: z.union([z.string().transform((content) => [{ type: "message", content }]), z.array(item).min(1)]),
  tools: z.array(tool).default([]),
});

export const responses: Format = {
  name: "responses",
  path: /^\/v1\/responses$/,
  key: bearer,
  read: (source) => {
    const { model, stream, instructions, input, tools } = body.parse(source);
    const texts = input.flatMap((one) => {
      const content = message.safeParse(one).data?.content ?? [];
      return typeof content === "string" ? [content] : content.flatMap(({ text }) => text ?? []);
    });
    return {
      model,
      streams: stream,
      tools: [...tools, ...input.flatMap((one) => handed.safeParse(one).data?.tools ?? [])].flatMap(offered),
      results: input.flatMap((one) => {
        const result = output.safeParse(one).data;
        return result === undefined ? [] : [JSON.stringify(result.output ?? null)];
      }),
      told: [instructions ?? "", ...texts].join("\n"),
      condensed: input.reduce((sum, one) => sum + turnsIn(one), 0),
      condenses: trigger.safeParse(input.at(-1)).success,
    };
  },
  write,
  refuse: openaiError,
};

function offered(one: Tool): readonly Offer[] {
  const inside = group.safeParse(one).data?.tools;
  if (inside !== undefined) return inside.flatMap(offered);
  return one.name === undefined ? [] : [{ name: one.name, free: one.type === "custom" }];
}

function turnsIn(one: z.infer<typeof item>): number {
  const content = compaction.safeParse(one).data?.encrypted_content;
  return content === undefined ? 0 : Number(Buffer.from(content, "base64").toString());
}

function write({ model, streams, condenses }: Heard, said: Said, tokens: Usage): Reply {
  const usage = {
    input_tokens: tokens.fresh + tokens.cached,
    input_tokens_details: { cached_tokens: tokens.cached },
    output_tokens: tokens.visible + tokens.thought,
    output_tokens_details: { reasoning_tokens: tokens.thought },
    total_tokens: tokens.fresh + tokens.cached + tokens.visible + tokens.thought,
  };
  const done = condenses ? summaryOf(said) : itemOf(said);
  const response = { id: freshId("resp_"), object: "response", created_at: 0, model, error: null };
  const whole = { ...response, status: "completed", output: [done], usage };
  if (!streams) return { value: whole };
  const begun = { ...response, status: "in_progress", output: [], usage: null };
  const empty = { ...done, ...EMPTY[done.type], status: "in_progress" };
  const events = [
    { type: "response.created", response: begun },
    { type: "response.in_progress", response: begun },
    { type: "response.output_item.added", output_index: 0, item: empty },
    ...(condenses ? [] : deltas(said, done.id)),
    { type: "response.output_item.done", output_index: 0, item: done },
    { type: "response.completed", response: whole },
  ];
  return {
    events: events.map(
      (one, sequence_number): StreamEvent => ({
        event: one.type,
        data: { ...one, sequence_number },
      }),
    ),
  };
}

/** An item of the output before anything of it came. */
const EMPTY: Readonly<Record<string, object>> = {
  message: { content: [] },
  function_call: { arguments: "" },
  custom_tool_call: { input: "" },
};

/** Whoever asks for a summary wants one item of this type, among no matter which others. */
function summaryOf(said: Said) {
  const text = "text" in said ? said.text : "";
  return {
    type: "compaction",
    id: freshId("cmp_"),
    encrypted_content: Buffer.from(text).toString("base64"),
  };
}

function itemOf(said: Said) {
  const status = "completed";
  if ("text" in said) {
    const content = [{ type: "output_text", text: said.text, annotations: [] }];
    return { type: "message", id: freshId("msg_"), role: "assistant", status, content };
  }
  const call = { name: said.tool, call_id: freshId("call_"), status };
  return said.free
    ? { type: "custom_tool_call", id: freshId("ctc_"), ...call, input: String(said.input) }
    : { type: "function_call", id: freshId("fc_"), ...call, arguments: JSON.stringify(said.input) };
}

function deltas(said: Said, item_id: string): readonly { readonly type: string }[] {
  const at = { item_id, output_index: 0 };
  if ("text" in said) {
    const place = { ...at, content_index: 0 };
    const part = { type: "output_text", text: "", annotations: [] };
    return [
      { type: "response.content_part.added", ...place, part },
      ...inParts(said.text).map((delta) => ({ type: "response.output_text.delta", ...place, delta })),
      { type: "response.output_text.done", ...place, text: said.text },
      { type: "response.content_part.done", ...place, part: { ...part, text: said.text } },
    ].map((event) => event);
  }
  const [name, text] = said.free
    ? (["custom_tool_call_input", String(said.input)] as const)
    : (["function_call_arguments", JSON.stringify(said.input)] as const);
  const all = said.free ? { input: text } : { arguments: text };
  return [
    ...inParts(text).map((delta) => ({ type: `response.${name}.delta`, ...at, delta })),
    { type: `response.${name}.done`, ...at, ...all },
  ];
}
