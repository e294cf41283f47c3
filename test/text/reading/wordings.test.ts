// Laws over wordings that nobody wrote down one by one: however a path is forbidden it is not open, and a direction is
// never taken for its opposite.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkPaths } from "../../../src/domain/paths/paths.ts";
import { parseProgram } from "../../../src/text/program/program.ts";

interface Parts {
  readonly goal?: string;
  readonly target?: string;
  readonly said?: string;
}

function program({ goal = "Be quick.", target = "- `src/**`", said = "Lower is better." }: Parts): string {
  return `## Goal\n\n${goal}\n\n## Target\n\n${target}\n\n## Evaluation\n\n\`\`\`bash\nnode measure.mjs\n\`\`\`\n\nThe metric is \`p95_ms\`. ${said}\n`;
}

function isOpen(path: string, parts: Parts): boolean {
  const { definition } = parseProgram(program(parts));
  if (definition === null) return false;
  const { targets, excluded } = definition;
  return checkPaths([path], { targets, excluded, protectedPaths: [], program: "" }).length === 0;
}

const pick = (...words: readonly string[]) => fc.constantFrom(...words);
const spoken = (text: fc.Arbitrary<string>) =>
  fc
    .tuple(text, pick("as it is", "upper", "lower"))
    .map(([words, how]) =>
      how === "upper" ? words.toUpperCase() : how === "lower" ? words.toLowerCase() : words,
    );

const deny = pick(
  "Do not",
  "Don't",
  "Don’t",
  "Never",
  "You must not",
  "You cannot",
  "Please do not",
  "No agent may",
);
const act = pick("modify", "change", "edit", "touch", "rewrite", "update");
const state = pick(
  ...[
    "read-only",
    "read only",
    "frozen",
    "off limits",
    "off-limits",
    "out of scope",
    "forbidden",
    "locked",
    "generated",
  ],
  ...[
    "not allowed",
    "untouchable",
    "protected",
    "immutable",
    "vendored",
    "excluded",
    "fixed",
    "unchanged",
    "hands off",
  ],
);
const title = spoken(
  fc.oneof(
    fc.tuple(deny, act).map(([no, verb]) => `${no} ${verb}`),
    fc.tuple(deny, act).map(([no, verb]) => `${no} ${verb} these files`),
    state,
    state.map((word) => `These files are ${word}`),
    pick(
      "Leave alone",
      "Keep as is",
      "Avoid",
      "Exceptions",
      "Constraints",
      "🚫",
      "❌ No",
      "What you CANNOT do",
      "Denylist",
    ),
    // Not understood is not open either.
    pick(
      "Tests",
      "Harness",
      "Infrastructure",
      "Owned by the platform team",
      "Dateien",
      "Verboten",
      "Ask first",
    ),
  ),
);
const asTitle = pick("### T", "#### T", "T:", "**T**", "**T:**", "__T__", "*T*:", "T", "> T:", "<b>T</b>");
const gap = pick("\n", "\n\n");
const marker = pick("- ", "* ", "1. ", "+ ");
const written = pick("`src/gen/**`", "src/gen/**", "`src/gen/`", "`src/gen/x.ts`");
const above = pick(
  "- `src/**`",
  "Only modify these files:\n\n- `src/**`",
  "May change:\n- `src/**`",
  "`src/**`",
);

describe("a forbidden path", () => {
  const path = "src/gen/x.ts";
  const never = (parts: fc.Arbitrary<Parts>) =>
    fc.assert(
      fc.property(parts, (one) => !isOpen(path, one)),
      { numRuns: 500 },
    );

  it("is open without a word against it", () => {
    expect(isOpen(path, {})).toBe(true);
  });

  it("is never open below a title that forbids or is not understood", () => {
    never(
      fc
        .tuple(above, title, asTitle, gap, marker, written)
        .map(([before, words, how, blank, item, named]) => {
          const inQuote = how.startsWith(">") ? "> " : "";
          return { target: `${before}\n\n${how.replace("T", () => words)}${blank}${inQuote}${item}${named}` };
        }),
    );
  });

  it("is never open in a nested list, a code block or a sentence that forbids", () => {
    const named = pick("`src/gen/**`", "`src/gen/x.ts`");
    never(
      fc.oneof(
        fc
          .tuple(above, title, named)
          .map(([before, words, one]) => ({ target: `${before}\n\n- ${words}\n  - ${one}` })),
        fc.tuple(above, deny, act).map(([before, no, verb]) => ({
          target: `${before}\n\n${no} ${verb}:\n\n\`\`\`\nsrc/gen/**\n\`\`\``,
        })),
        fc.tuple(above, deny, act, named).map(([before, no, verb, one]) => ({
          target: `${before}\n\n${no} ${verb} ${one}.`,
        })),
        fc
          .tuple(above, state, named)
          .map(([before, word, one]) => ({ target: `${before}\n\n${one} is ${word}.` })),
      ),
    );
  });

  it("is never open where its own item forbids it", () => {
    const item = fc.oneof(
      fc.tuple(deny, act, written).map(([no, verb, one]) => `${no} ${verb} ${one}`),
      fc
        .tuple(written, state, pick("X (Y)", "X — Y", "X is Y", "X: Y", "X - Y", "X – must stay Y"))
        .map(([one, word, how]) => how.replace("X", () => one).replace("Y", () => word)),
      fc.tuple(written, deny, act).map(([one, no, verb]) => `${one}\n  ${no} ${verb} it.`),
      fc.tuple(written, deny, act).map(([one, no, verb]) => `${one}\n  - ${no} ${verb}`),
      fc.tuple(pick("❌", "⚠️", "🚫", "🔒", "✗", "⛔"), written).map(([sign, one]) => `${sign} ${one}`),
      written.map((one) => `~~${one}~~`),
    );
    never(fc.tuple(above, item).map(([before, one]) => ({ target: `${before}\n- ${one}` })));
  });

  it("is never open where a note behind it, or a label before it, closes it", () => {
    const closed = spoken(
      pick(
        ...[
          "blocked",
          "blacklisted",
          "denied",
          "quarantined",
          "pinned",
          "guarded",
          "off the table",
          "out",
          "nope",
        ],
        ...["non-editable", "non-modifiable", "unalterable", "write-protected", "read‑only", "unaffected"],
        ...[
          "Editable: no",
          "May change: no",
          "no agent edits",
          "under no circumstances",
          "zero edits",
          "DNT",
        ],
        ...["only maintainers edit", "editable by humans", "edit only with permission", "as a last resort"],
        ...[
          "edit at your own risk",
          "outside the scope",
          "beyond scope",
          "must stay",
          "to be kept",
          "remains",
        ],
        ...["changes here are rejected", "overwritten by the build", "we own it", "for reading only"],
      ),
    );
    const label = pick(
      ...[
        "Blocked",
        "Deny list",
        "RO",
        "Must stay as is",
        "To be kept",
        "Will be reverted",
        "Only if asked",
        "❄️",
        "✖",
      ],
    );
    never(
      fc.oneof(
        fc.tuple(above, written, closed, pick("X — Y", "X (Y)", "X: Y")).map(([before, one, words, how]) => ({
          target: `${before}\n- ${how.replace("X", () => one).replace("Y", () => words)}`,
        })),
        fc
          .tuple(above, written, label, pick("\n- ", "\n\n"))
          .map(([before, one, words, how]) => ({ target: `${before}${how}${words}: ${one}` })),
      ),
    );
  });

  it("is never open where it is taken out of a list by a sign or a word, or said to be among the rest", () => {
    const named = pick("`src/gen/**`", "`src/gen/x.ts`");
    const taken = pick(
      ...[
        "`src/**`, all but X",
        "`src/**` — everything but X",
        "`src/**` but X",
        "`src/**` - X",
        "`src/**` ! X",
      ],
      ...["`src/**`\n- ! X", "`src/**`\n- !X", "`src/**` (the code in X stays)"],
    );
    const rest = pick(
      ...["Do not modify anything else, in particular X.", "Nothing else may change, especially X."],
      ...["Everything else stays as it is, e.g. X.", "Leave everything else alone, above all X."],
      ...["The rest, X included, stays.", "All other files are off limits (X, `bench/`)."],
    );
    never(
      fc.oneof(
        fc.tuple(taken, named).map(([how, one]) => ({ target: `- ${how.replace("X", () => one)}` })),
        fc
          .tuple(rest, named)
          .map(([how, one]) => ({ target: `- \`src/**\`\n\n${how.replace("X", () => one)}` })),
        named.map((one) => ({ target: `+ \`src/**\`\n- ${one}` })),
      ),
    );
  });

  it("is never open where a label before it is not understood, in words, code or bold", () => {
    const words = pick(
      ...[
        "Golden files",
        "Build output",
        "Evaluation harness",
        "Never Edit",
        "Please Don't Edit",
        "DO NOT EDIT",
      ],
      ...["Sacred", "Owned elsewhere", "Legacy", "Baseline"],
    );
    never(
      fc.oneof(
        fc
          .tuple(words, pick("`src/gen/**`", "src/gen/**"))
          .map(([title, one]) => ({ target: `- \`src/**\`\n\n${title}: ${one}` })),
        words.map((title) => ({ target: `\`\`\`\nEditable:\nsrc/**\n${title}:\nsrc/gen/**\n\`\`\`` })),
        words.map((title) => ({
          target: `\`\`\`yaml\nallow:\n  - src/**\n${title}:\n  - src/gen/**\n\`\`\``,
        })),
        fc.constant({ target: "```diff\n+ src/**\n- src/gen/**\n```" }),
      ),
    );
  });

  it("is never open where the rest of the program forbids it", () => {
    const named = pick("`src/gen/**`", "`src/gen/x.ts`");
    never(
      fc.oneof(
        fc.tuple(deny, act, named).map(([no, verb, one]) => ({ goal: `Be quick. ${no} ${verb} ${one}.` })),
        fc
          .tuple(
            pick("Off limits", "Out of scope", "Do NOT modify", "Read-only files", "Forbidden"),
            pick("#", "##", "###"),
            named,
          )
          .map(([words, level, one]) => ({ goal: `Be quick.\n\n${level} ${words}\n\n- ${one}` })),
        fc
          .tuple(deny, act, named)
          .map(([no, verb, one]) => ({ goal: `Be quick.\n\n## Constraints\n\n- ${no} ${verb} ${one}` })),
      ),
    );
  });
});

describe("a direction", () => {
  const says = (parts: Parts) => parseProgram(program(parts)).partial.direction ?? null;
  const words = {
    lower: {
      word: pick("lower", "smaller", "fewer", "less", "shorter", "lighter", "faster"),
      verb: pick("minimize", "minimise", "reduce", "decrease", "lower", "cut", "shrink", "drive down"),
      value: pick("lower", "minimize", "minimise", "min", "down"),
      size: pick("low", "small", "short"),
    },
    higher: {
      word: pick("higher", "larger", "greater", "bigger", "more"),
      verb: pick("maximize", "maximise", "increase", "raise", "boost", "drive up"),
      value: pick("higher", "maximize", "maximise", "max", "up"),
      size: pick("high", "large", "big"),
    },
  };
  const sentence = ({ word, verb, value, size }: (typeof words)["lower"]) =>
    fc.oneof(
      word.map((one) => `${one} is better.`),
      word.map((one) => `**${one}** values are better.`),
      word.map((one) => `the ${one} the better.`),
      word.map((one) => `(${one}-is-better)`),
      word.map((one) => `It is better when ${one}.`),
      verb.map((one) => `We ${one} \`p95_ms\`.`),
      verb.map((one) => `${one} the metric.`),
      value.map((one) => `Direction: ${one}.`),
      size.map((one) => `We want this as ${one} as possible.`),
    );

  it.each(["lower", "higher"] as const)(
    "that is said to be %s is read so, wherever it is said",
    (direction) => {
      fc.assert(
        fc.property(sentence(words[direction]), fc.boolean(), (said, inGoal) => {
          expect(says(inGoal ? { goal: said, said: "" } : { said })).toBe(direction);
        }),
        { numRuns: 300 },
      );
    },
  );

  it("that Evaluation says of nothing else is read so, and a Goal says of what it pleases", () => {
    const pairs = [
      ["Minimize it.", "Maximize it."],
      ["Minimise!", "Maximise!"],
      ["We are minimizing this.", "We are maximizing this."],
      ["It is to be minimized.", "It is to be maximized."],
      ["(minimize)", "(maximize)"],
      ["It should go down.", "It should go up."],
      ["Bring it down.", "Drive it up."],
      ["Keep the number low.", "Keep the number high."],
      ["Make it smaller.", "Make it larger."],
      ["(↓)", "(↑)"],
    ];
    for (const [down = "", up = ""] of pairs) {
      expect([down, says({ said: down }), says({ said: up })]).toEqual([down, "lower", "higher"]);
      expect([down, says({ goal: down, said: "" })]).toEqual([down, null]);
      expect([down, says({ goal: "Maximize `p95_ms`.", said: down })]).toEqual([down, null]);
    }
  });

  it("is read where it stands in code, as an arrow or as what is best", () => {
    const pairs = [
      ["**Direction:** `lower`", "**Direction:** `higher`"],
      ["Direction: `minimize`.", "Direction: `maximize`."],
      ["Direction: ↓", "Direction: ↑"],
      ["Best is lowest.", "Best = highest."],
      ["Minimum is best.", "Maximum is best."],
    ];
    for (const [down = "", up = ""] of pairs)
      expect([down, says({ said: down }), says({ said: up })]).toEqual([down, "lower", "higher"]);
    for (const said of [
      "Do not minimize it.",
      "Minimize it?",
      "Best is not lowest.",
      "Min and max are printed.",
    ])
      expect([said, says({ said })]).toEqual([said, null]);
  });

  it("that is denied, hedged or said both ways is none", () => {
    const { lower, higher } = words;
    const unclear = fc.oneof(
      fc
        .tuple(fc.oneof(lower.word, higher.word), pick("is not", "isn't", "is never", "is no longer"))
        .map(([one, no]) => `${one} ${no} better.`),
      fc
        .tuple(pick("Do not", "Don't", "Never"), fc.oneof(lower.verb, higher.verb))
        .map(([no, one]) => `${no} ${one} \`p95_ms\`.`),
      fc.oneof(lower.word, higher.word).map((one) => `Is ${one} better?`),
      fc.tuple(sentence(lower), sentence(higher)).map((both) => both.join(" ")),
      pick("Improve `p95_ms`.", "Reduce cache misses.", "Better results.", "Higher or lower is better."),
    );
    fc.assert(
      fc.property(unclear, fc.boolean(), (said, inGoal) => {
        expect(says(inGoal ? { goal: said, said: "" } : { said })).toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  it("of the setting must not contradict the text", () => {
    const text = `---\nmetric_direction: higher\n---\n${program({})}`;
    expect(parseProgram(text).problems).toMatchObject([{ message: "contradicts the text" }]);
  });
});

describe("what people forbid in other words", () => {
  const below = (text: string) =>
    isOpen("src/h.js", { target: `Only modify these files:\n- \`src/**\`\n\n${text}` });

  it.each([
    ...[
      "Do NOT modify:\n- src/h.js, src/i.js",
      "Do NOT modify:\n- src/i.js, src/h.js",
      "Do NOT modify:\n- `src/i.js` or src/h.js",
    ],
    ...[
      "Do NOT modify:\n- src/h.js.",
      "Do NOT modify:\n- <src/h.js>",
      'Do NOT modify:\n- "src/h.js"',
      "Please steer clear of `src/h.js`.",
    ],
    ...[
      "Stay away from `src/h.js`.",
      "Refrain from editing `src/h.js`.",
      "Changes to `src/h.js` will be rejected.",
      "Minus `src/h.js`",
    ],
    ...[
      "All of it save `src/h.js`.",
      "- `-src/h.js`",
      "- -src/h.js",
      "- `src/h.js` 🚷",
      "- `src/h.js` (tabu)",
      "- `src/h.js` (r/o)",
    ],
    ...[
      "- `src/h.js` only if a maintainer agrees",
      "- `src/h.js` (needs sign-off)",
      "> `src/h.js` must stay identical",
    ],
  ])("below an allowing list %j does not open the file", (text) => {
    expect(below("")).toBe(true);
    expect(below(text)).toBe(false);
  });

  it.each([
    ...[
      "## Constraints\n\n- `src/h.js` must stay as it is",
      "## Rules\n\nDo not touch src/h.js.",
      "## Notes\n\nLeave `src/h.js` alone.",
    ],
    ...[
      "## Non-goals\n\n- Editing `src/h.js`",
      "## Exclusions\n\n- `src/h.js`",
      "## Don'ts\n\n- `src/h.js`",
      "## Exclude\n\n- src/h.js",
    ],
    ...[
      "## Ignored files\n\n- `src/h.js`",
      "## Frozen files\n\n| File | Why |\n| -- | -- |\n| `a.js` | old |\n| `src/h.js` | harness |",
    ],
  ])("elsewhere in the program %j closes the file", (text) => {
    expect(isOpen("src/h.js", { said: `Lower is better.\n\n${text}` })).toBe(false);
  });

  it.each([
    ...[
      "`src/h.js` is out of scope.",
      "`src/h.js` is excluded.",
      "Exclude `src/h.js`.",
      "We own `src/h.js`.",
    ],
    ...["Leave `src/h.js` to us.", "Keep out of `src/h.js`.", "Only maintainers edit `src/h.js`."],
    ...["Any change to `src/h.js` will be thrown away.", "Changing `src/h.js` is cheating."],
    ...["Feel free to read `src/h.js`, but don't change it.", "Do not edit `/src/h.js`."],
    ...["Do not edit **src/h.js**.", "Do not edit _src/h.js_.", "Do not edit <code>src/h.js</code>."],
    "Do not touch\n- src/h.js",
  ])("a sentence anywhere that says %j closes the file", (text) => {
    expect(isOpen("src/h.js", { goal: `Be quick. ${text}` })).toBe(false);
    expect(isOpen("src/h.js", { said: `Lower is better.\n\n## Notes\n\n${text}` })).toBe(false);
  });

  it.each([
    ...[
      "- Parser: `src/h.js`",
      "- `src/h.js` — the blocked-list parser",
      "- `src/h.js` — the pinned tabs view",
    ],
    ...[
      "- `src/h.js` but keep it fast",
      "- `src/h.js` - `Parser` class",
      "- `src/h.js` — handles input with care",
    ],
    ...[
      "- `src/h.js`\n\nEntry point: `src/h.js`",
      "- `src/**`\n\nStart here: `src/h.js`",
      "- `src/h.js` (stays small)",
    ],
    ...[
      "- `src/h.js` — invalidates the cache",
      "- `src/h.js` — answers on request",
      "- `src/h.js` — the spare list",
    ],
    "Modify only `src/h.js`; all other files must stay the same.",
  ])("%j leaves the file open", (target) => {
    expect(isOpen("src/h.js", { target })).toBe(true);
  });

  it.each([
    "## Notes\n\nKeep the API stable, see src/h.js.",
    "## Notes\n\nWritten in plain JavaScript, e.g. `src/h.js`.",
    "## Rules\n\nDo not read/write to disk.",
    "## Notes\n\nShared state is protected by `src/h.js`.",
    "## Notes\n\n`src/h.js` must stay free of dependencies.",
  ])("%j closes none", (text) => {
    expect(isOpen("src/h.js", { said: `Lower is better.\n\n${text}` })).toBe(true);
  });
});
