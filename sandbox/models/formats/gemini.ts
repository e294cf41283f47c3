// Google's generateContent and streamGenerateContent (docs: ai.google.dev/api/generate-content). Knows no plan.

import { z } from "zod";
import {
  type Format,
  freshId,
  type Heard,
  header,
  inParts,
  type Reply,
  type Said,
  type Usage,
  WHOLE,
} from "./talk.ts";

const part = z.looseObject({
  text: z.string().optional(),
  functionResponse: z.looseObject({ response: z.unknown() }).optional(),
});
const content = z.object({ role: z.string().optional(), parts: z.array(part).default([]) });
const body = z.object({
  contents: z.array(content).min(1),
  systemInstruction: z.union([content, z.string().transform((text) => ({ parts: [{ text }] }))]).optional(),
  tools: z
    .array(z.looseObject({ functionDeclarations: z.array(z.looseObject({ name: z.string() })).default([]) }))
    .default([]),
});

const PATH = /^\/v1beta\/models\/([^/:]+):(generateContent|streamGenerateContent)$/;

export const gemini: Format = {
  name: "gemini",
  path: PATH,
  key: (places) => header(places, "x-goog-api-key") ?? places.query.get("key"),
  read: (source, path) => {
    const { contents, systemInstruction, tools } = body.parse(source);
    const [, model = "", method] = PATH.exec(path) ?? [];
    const parts = [systemInstruction ?? { parts: [] }, ...contents].flatMap((one) => one.parts);
    return {
      ...WHOLE,
      model,
      streams: method === "streamGenerateContent",
      tools: tools.flatMap(({ functionDeclarations }) =>
        functionDeclarations.map(({ name }) => ({ name, free: false })),
      ),
      results: parts.flatMap(({ functionResponse }) =>
        functionResponse === undefined ? [] : [JSON.stringify(functionResponse.response ?? null)],
      ),
      told: parts.flatMap(({ text }) => text ?? []).join("\n"),
    };
  },
  write,
  refuse: (code, message) => ({ error: { code, message, status: ERRORS[code] ?? "INTERNAL" } }),
};

const ERRORS: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  429: "RESOURCE_EXHAUSTED",
};

function write({ model, streams }: Heard, said: Said, tokens: Usage): Reply {
  const usageMetadata = {
    promptTokenCount: tokens.fresh + tokens.cached,
    cachedContentTokenCount: tokens.cached,
    candidatesTokenCount: tokens.visible,
    thoughtsTokenCount: tokens.thought,
    totalTokenCount: tokens.fresh + tokens.cached + tokens.visible + tokens.thought,
  };
  const responseId = freshId("r_");
  const answer = (parts: readonly object[], more: object) => ({
    candidates: [{ index: 0, content: { role: "model", parts }, ...more }],
    modelVersion: model,
    responseId,
    usageMetadata,
  });
  const parts =
    "text" in said
      ? (streams ? inParts(said.text) : [said.text]).map((text) => ({ text }))
      : [{ functionCall: { id: freshId("fc_"), name: said.tool, args: said.input } }];
  const end = { finishReason: "STOP" };
  if (!streams) return { value: answer(parts, end) };
  return {
    events: parts.map((one, index) => ({ data: answer([one], index === parts.length - 1 ? end : {}) })),
  };
}
