// A step of a script as a call of a tool that the command line offers. Each command line has other tools; which of them
// are known stands here.

import type { Offer, Said } from "../formats/talk.ts";
import type { Step } from "./plan.ts";

type Call = readonly [tool: string, input: unknown];

/** The call, or null where none of the tools on offer can do it. */
export function callFor(step: Step, path: string, tools: readonly Offer[]): Said | null {
  for (const [tool, input] of ways(step, path)) {
    const offer = tools.find(({ name, free }) => name === tool && free === (typeof input === "string"));
    if (offer !== undefined) return { tool, input, free: offer.free };
  }
  return null;
}

/** All ways to do it, each as one command line knows it. */
function ways(step: Step, path: string): readonly Call[] {
  switch (step.do) {
    case "read":
      return [
        ["Read", { file_path: path }],
        ["read_file", { file_path: path }],
        ["read", { filePath: path }],
        ["view", { path }],
        ...shell(`cat '${path}'`),
      ];
    case "write":
      return [
        ["Write", { file_path: path, content: step.content }],
        ["write_file", { file_path: path, content: step.content }],
        ["write", { filePath: path, content: step.content }],
        ["create", { path, file_text: step.content }],
        ...patch([`*** Add File: ${path}`, ...lines("+", step.content)]),
      ];
    case "edit": {
      const { from, to } = step;
      return [
        ["Edit", { file_path: path, old_string: from, new_string: to }],
        ["replace", { file_path: path, old_string: from, new_string: to, instruction: "Change the line." }],
        ["edit", { filePath: path, file_path: path, path, ...oldAndNew(from, to) }],
        ...patch([`*** Update File: ${path}`, "@@", ...lines("-", from), ...lines("+", to)]),
      ];
    }
  }
}

/** Three command lines have a tool of this name, each with other names for its fields. */
function oldAndNew(from: string, to: string): object {
  return { oldString: from, newString: to, old_string: from, new_string: to, old_str: from, new_str: to };
}

/** Codex's language for changes, as a tool, or inside of the one that runs JavaScript. */
function patch(body: readonly string[]): readonly Call[] {
  const text = ["*** Begin Patch", ...body, "*** End Patch"].join("\n");
  return [["apply_patch", text], ["apply_patch", { input: text }], javascript("apply_patch", text)];
}

function shell(command: string): readonly Call[] {
  return [
    ["exec_command", { cmd: command }],
    ["shell_command", { command }],
    ["shell", { command: ["bash", "-c", command] }],
    javascript("exec_command", { cmd: command }),
  ];
}

function javascript(tool: string, input: unknown): Call {
  return ["exec", `text(JSON.stringify(await tools.${tool}(${JSON.stringify(input)})))`];
}

function lines(sign: string, text: string): readonly string[] {
  return text.split("\n").map((line) => sign + line);
}
