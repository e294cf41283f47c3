import { fromMarkdown } from "mdast-util-from-markdown";
import { describe, expect, it } from "vitest";
import { wholePrompt } from "../../../src/text/run/prompt-of-machine.ts";

const PLACES = {
  answer: "/runs/1/agent/exchange/answer.json",
  context: "/runs/1/agent/exchange/context.json",
};

describe("wholePrompt", () => {
  it("ends with the real paths, and what this agent can do", () => {
    expect(wholePrompt("Make it better.\n", PLACES, "none")).toMatchInlineSnapshot(`
      "Make it better.

      ## On this machine

      The program's files are in the current directory. Your answer goes to the first of these files, which lies outside of it and is yours to write; the second holds the facts of this page:

      \`\`\`json
      {
        "answer": "/runs/1/agent/exchange/answer.json",
        "context": "/runs/1/agent/exchange/context.json"
      }
      \`\`\`

      The environment variables \`AUTOLOOP_ANSWER\` and \`AUTOLOOP_CONTEXT\` hold the same two paths. You can read files, search them and edit them. You cannot run commands: judge by reading the evaluation script what it would measure.
      "
    `);
  });

  it("says of each kind of agent whether it can run the evaluation", () => {
    const can = (["none", "reading", "sandbox", "any", "unknown"] as const).map(
      (commands) =>
        wholePrompt("", PLACES, commands).trimEnd().split("\n").at(-1)?.split("same two paths. ")[1],
    );
    expect(can).toMatchInlineSnapshot(`
      [
        "You can read files, search them and edit them. You cannot run commands: judge by reading the evaluation script what it would measure.",
        "You can read files, search them and edit them. Only commands that read are let through; the evaluation is not among them: judge by reading its script what it would measure.",
        "You can read files, search them and edit them, and run commands, the evaluation too; a command can write in the current directory only. What a command changes there counts as your change.",
        "You can read files, search them and edit them, and run commands, the evaluation too. What a command changes in the current directory counts as your change.",
        "Where you can run commands, you may run the evaluation too.",
      ]
    `);
  });

  it("leaves the request's text as it is, whatever stands in it", () => {
    const prompt = "{{answer}} $AUTOLOOP_ANSWER %s ## On this machine\n\n```text\n/etc/passwd\n```";
    const whole = wholePrompt(prompt, PLACES, "any");
    expect(whole.startsWith(`${prompt}\n\n## On this machine\n`)).toBe(true);
    const [last] = fromMarkdown(whole)
      .children.filter(({ type }) => type === "code")
      .slice(-1);
    expect(last).toMatchObject({ lang: "json", value: JSON.stringify(PLACES, null, 2) });
  });
});
