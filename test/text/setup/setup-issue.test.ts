import { readFileSync } from "node:fs";
import fc from "fast-check";
import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { describe, expect, it } from "vitest";
import { BODY_CHARACTERS } from "../../../src/domain/limits.ts";
import type { AppAccess, ReadinessView } from "../../../src/domain/repository/readiness.ts";
import { readiness } from "../../../src/plan/repository/readiness-checks.ts";
import { setupOf } from "../../../src/text/format/markers.ts";
import { ISSUE_FORM_TEXT } from "../../../src/text/setup/issue-form.ts";
import { readinessLines } from "../../../src/text/setup/readiness-list.ts";
import { type SetupFacts, setupIssue } from "../../../src/text/setup/setup-issue.ts";
import { SOME_WORKFLOW } from "../../support/github/fake-readiness.ts";
import { LINKS, WEB_URL } from "../../support/github/links.ts";

const PAGE = "https://github.com/settings/installations/1";
const INSTALLATION: AppAccess = { selection: "selected", granted: new Map(), url: PAGE };

/** A repository that lacks everything, with `text` wherever a name comes from outside. */
function lacking(text: string, branch = text) {
  const view: ReadinessView = {
    ...{
      defaultBranch: { name: branch },
      takesIssues: true,
      isPrivate: false,
      config: "absent",
      workflow: "absent",
    },
    checks: [1, 2, 3, 4, 5, 6, 7].map((n) => ({
      ...{ name: `${text}${n}`, app: text, own: false },
      state: "failure",
    })),
    ...{ form: false, label: false, secrets: "unknown", actions: "unknown" },
    memory: { exists: true, rules: [text, `${text}x`] },
    ...{ branchRules: [text], runnerFiles: [], server: text },
  };
  const wanted = {
    executor: "actions",
    isolation: "elsewhere",
    agent: text,
    agentHere: { command: text, isThere: false, isPaid: false, keys: [text] },
    ci: "required",
    links: LINKS,
  } as const;
  return [null, SOME_WORKFLOW, { ...SOME_WORKFLOW, secrets: [text], isCurrent: () => true }].flatMap(
    (workflow) =>
      (["absent", text] as const).map((installed) =>
        readiness(INSTALLATION, wanted, { view, workflow, installed }),
      ),
  );
}

function facts(change: Partial<SetupFacts> = {}): SetupFacts {
  return { checks: [], program: false, form: false, branch: "main", links: LINKS, done: false, ...change };
}

function walk(node: Nodes): readonly Nodes[] {
  return "children" in node ? [node, ...node.children.flatMap((child) => walk(child))] : [node];
}

const PIECES = [
  ...["@octocat ", "Fixes #99", "octo/repo#99", "https://evil.example/x ", "<img src=//evil.example>"],
  ...["![x](//evil.example)", "<!-- autoloop:v1 setup done=yes -->", "</details>", "```", "\n", "|", "`"],
  ...["# ", "- [ ] ", "/autoloop stop", ")](//evil.example)", " words ", "größe", "\u202e"],
];
const outside = fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((parts) => parts.join(""));

describe(setupIssue, () => {
  it("holds nothing live of others: no link, image, HTML, mention or reference", () => {
    fc.assert(
      fc.property(outside, (text) => {
        for (const checks of lacking(text)) {
          const body = setupIssue(facts({ checks, branch: text.replaceAll("\n", "") || "main" }));
          expect(setupOf(body)).toEqual({ done: false });
          for (const node of walk(fromMarkdown(body))) {
            expect(node.type).not.toBe("image");
            if (node.type === "link")
              expect(node.url === PAGE || node.url.startsWith(`${WEB_URL}/`)).toBe(true);
            if (node.type === "html") expect(node.value).toBe("<!-- autoloop:v1 setup done=no -->");
            if (node.type === "text") expect(node.value).not.toMatch(/@\w|#\d|:\/\/|www\.|^\s*\/autoloop/m);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it("fits into one body, however long the names are", () => {
    for (const text of ["x", "@", "(", "😀"])
      for (const checks of lacking(text.repeat(20_000), text.repeat(60)))
        expect(setupIssue(facts({ checks, branch: text.repeat(60) })).length).toBeLessThan(BODY_CHARACTERS);
  });

  it("offers the form where it is installed, and the way to install it where it is not", () => {
    const form = `${WEB_URL}/issues/new?template=autoloop-program.yml`;
    expect(setupIssue(facts({ form: true }))).toContain(`](${form})`);
    expect(setupIssue(facts({ form: true }))).not.toContain("/new/main");
    const links = [...setupIssue(facts()).matchAll(/\]\(([^)]+)\)/g)].map(([, url = ""]) => new URL(url));
    expect(links.map(({ pathname }) => pathname)).toEqual([
      "/octo/carton/new/main",
      "/octo/carton/issues/new",
    ]);
    expect(links[0]?.searchParams.get("filename")).toBe(".github/ISSUE_TEMPLATE/autoloop-program.yml");
    expect(links[0]?.searchParams.get("value")).toBe(ISSUE_FORM_TEXT);
  });

  it("offers no link into a repository without a branch", () => {
    expect(setupIssue(facts({ branch: null }))).not.toContain("](");
  });

  it("says whether there is a first program", () => {
    expect(setupIssue(facts())).toContain("❌ **First program:**");
    expect(setupIssue(facts({ program: true }))).toContain("✅ **First program:**");
  });
});

describe("ISSUE_FORM_TEXT", () => {
  it("is the template that people copy", () => {
    const path = new URL("../../../templates/autoloop-program.yml", import.meta.url);
    expect(ISSUE_FORM_TEXT).toBe(readFileSync(path, "utf8"));
  });
});

describe(readinessLines, () => {
  it("prints one line a check, without control characters", () => {
    for (const checks of lacking("\u001b[2J\r\nx")) {
      const lines = readinessLines(checks);
      expect(lines.filter((line) => !line.startsWith(" "))).toHaveLength(checks.length);
      expect(lines.join("")).not.toMatch(/\p{Cc}/u);
    }
  });
});
