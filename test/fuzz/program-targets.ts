// Laws of the parsers of programs, configuration and commands.

import assert from "node:assert/strict";
import fc from "fast-check";
import { VERBS } from "../../src/domain/commands/commands.ts";
import { compileGlob } from "../../src/domain/paths/glob.ts";
import {
  canonicalBranch,
  nameFromTitle,
  programName,
  programTitle,
  slug,
} from "../../src/domain/program/names.ts";
import type { Problem } from "../../src/domain/program/program.ts";
import { parseCron } from "../../src/domain/schedule/cron.ts";
import { nextMatch } from "../../src/domain/schedule/next-match.ts";
import { isTimeZone, wallClock } from "../../src/domain/schedule/time-zone.ts";
import { SETTABLE_KEYS, SETTING_KEYS } from "../../src/domain/settings/listed-settings.ts";
import { tickedBox } from "../../src/text/command/check-boxes.ts";
import { parseCommand } from "../../src/text/command/command.ts";
import { nearest } from "../../src/text/format/nearest.ts";
import { encodeEvent } from "../../src/text/journal/journal-codec.ts";
import { codeSpans, withoutCode, withoutComments } from "../../src/text/markdown/inline.ts";
import { parseBlocks, splitLines } from "../../src/text/markdown/markdown.ts";
import { parseProgram } from "../../src/text/program/program.ts";
import { readOverride } from "../../src/text/settings/overrides.ts";
import { parseRepoConfig } from "../../src/text/settings/repo-config.ts";
import { describeSchedule, parseSchedule } from "../../src/text/settings/schedule.ts";
import { readYamlMap } from "../../src/text/settings/yaml-map.ts";
import { nonsense, piece, soup } from "./grammar.ts";
import { type Target, target } from "./target.ts";

const SCHEDULES = [
  "every 6h",
  "every 30m",
  "daily",
  "weekly",
  "0 3 * * 1-5 Europe/Berlin",
  "*/5 * * * *",
  "every 0m",
];
const VALUES = [
  ...[
    ...SCHEDULES,
    "1",
    "0.5",
    "-1",
    "08",
    "0x10",
    ".nan",
    "true",
    "~",
    "null",
    "higher",
    "lower",
    "keep",
    "none",
  ],
  ...[
    "'x'",
    '"x"',
    "[a, b]",
    "{a: b}",
    "'5%'",
    '"<= 3"',
    "|",
    ">",
    "- x",
    "&a",
    "*a",
    "!!str",
    "? x",
    "<<",
    "#",
  ],
];
const YAML_LINE = fc
  .tuple(
    piece(...SETTING_KEYS, "agnet", "executor", "protected-paths", "ci-apps", "  m", "- x"),
    piece(": ", ":", ":\n  ", ":\n- "),
    piece(...VALUES),
  )
  .map((parts) => parts.join(""));
const yaml = fc
  .array(fc.oneof({ weight: 5, arbitrary: YAML_LINE }, nonsense), { maxLength: 8 })
  .map((lines) => lines.join("\n"));

const MARKDOWN = [
  ..."## Goal\n|## Target\n|## Evaluation\n|### Goal\n|# Title\n|Goal\n----\n|## Notes\n|---\n|```\n|```bash\n|~~~sh\n".split(
    "|",
  ),
  ..."node x.mjs\n|- `src/a.ts`\n|- `src/**`\n|- src/{a,b}\n|* `../x`\n|1. `a`\n|Only modify these files:\n".split(
    "|",
  ),
  ..."Do NOT modify:\n|- `b` except `c`\n|The metric is `ms`.|Lower is better.|Higher is better.|<!-- x -->|<!--|-->".split(
    "|",
  ),
  ..."<details>\n|</details>\n|    code\n|> quote\n|  - nested\n|\n\n|\r\n|TODO|REPLACE THIS|<!-- AUTOLOOP:UNCONFIGURED -->".split(
    "|",
  ),
  ..."### Schedule\n\n|_No response_|### Metric\n\n|### Target metric\n\n|words words".split("|"),
];
const markdown = soup(MARKDOWN, 25);
const section = (title: string, inside: fc.Arbitrary<string>) =>
  inside.map((text) => `## ${title}\n\n${text}\n\n`);
const program = fc.oneof(
  markdown,
  fc
    .tuple(
      fc.oneof(
        fc.constant(""),
        yaml.map((text) => `---\n${text}\n---\n`),
      ),
      section("Goal", soup(MARKDOWN, 4)),
      section(
        "Target",
        soup(
          [
            "- `src/a.ts`\n",
            "- `src/**`\n",
            "- `{a,b}/*`\n",
            "Do NOT modify:\n\n",
            "- `a` except `b`\n",
            ...MARKDOWN.slice(12, 22),
          ],
          8,
        ),
      ),
      section(
        "Evaluation",
        fc
          .tuple(soup(MARKDOWN, 4), fc.constantFrom("```sh\nx\n```\n", "~~~bash\nx\n~~~\n", ""))
          .map((parts) => parts.join("\n")),
      ),
    )
    .map((parts) => parts.join("")),
);

/** A person can read each: short, on one line, and never without a word. */
function assertReadable(problems: readonly Problem[]): void {
  for (const { key, value, allowed, line, message } of problems) {
    assert.match(message, /^[^\r\n]{2,300}$/);
    assert.ok(allowed !== "" && key.length < 5_000);
    assert.ok(value === null || /^[^\r\n]{0,80}$/u.test(value));
    assert.ok(line === null || line >= 1);
  }
}

const HEADER = {
  v: 1,
  seq: 1,
  prev: "0".repeat(64),
  at: "2026-01-01T00:00:00.000Z",
  program: "x",
  run_id: "",
} as const;
const BY = { login: "maria", id: 1, permission: "write" } as const;

function readsPrograms(text: string): void {
  const { definition, problems, warnings } = parseProgram(text);
  assert.equal(definition === null, problems.length > 0);
  assertReadable(problems);
  assert.ok(warnings.every(({ message }) => message.length < 2_000));
  // However lines end, the same stands in them.
  if (!/\r/.test(text)) assert.deepEqual(parseProgram(text.replaceAll("\n", "\r\n")), parseProgram(text));
  if (definition === null) return;
  assert.ok(
    [...definition.targets, ...definition.excluded.map((one) => one.replace(/^!/, ""))].every(
      (one) => compileGlob(one) !== null,
    ),
  );
  assert.ok(definition.targets.length > 0 && definition.goal !== "" && definition.evaluation.trim() !== "");
  const event = {
    ...HEADER,
    type: "program.defined",
    hash: "h",
    definition,
    approved_by: BY,
    epoch: 1,
  } as const;
  assert.deepEqual(encodeEvent(event).event, event);
}

function readsBlocks(text: string): void {
  const lines = splitLines(text);
  let last = 1;
  for (const { line, to } of parseBlocks(lines)) {
    assert.ok(line >= last && to > line && to <= lines.length + 1);
    assert.ok(
      lines.slice(last - 1, line - 1).every((one) => one.trim() === ""),
      "a line of no block",
    );
    last = to;
  }
  assert.ok(
    lines.slice(last - 1).every((one) => one.trim() === ""),
    "a line of no block",
  );
}

function readsInline(text: string): void {
  let last = 0;
  for (const { start, end } of codeSpans(text)) {
    assert.ok(start >= last && end > start + 1 && end <= text.length);
    last = end;
  }
  assert.ok(withoutComments(text).length <= text.length);
  assert.equal(codeSpans(withoutCode(text)).length, 0);
}

const cronField = soup(
  ["*", "0", "1", "5", "31", "59", "7", "12", "-", "/", ",", "mon", "jan", "sun", "*/2"],
  4,
);
const schedule = fc.oneof(
  fc.array(cronField, { minLength: 4, maxLength: 6 }).map((fields) => fields.join(" ")),
  fc
    .array(fc.constantFrom("*", "*/5", "0", "1-5", "3,4", "2/2", "mon-fri", "feb", "29"), {
      minLength: 5,
      maxLength: 5,
    })
    .map((fields) => fields.join(" ")),
  soup(["every ", "6", "30", "h", "m", "d", " hours", "daily", "Europe/Berlin", "UTC", " "], 5),
  fc.constantFrom(...SCHEDULES),
);

function readsSchedules(text: string): void {
  const read = parseSchedule(text);
  if (read === null) return;
  assert.deepEqual(parseSchedule(describeSchedule(read)), read);
  if (read.kind === "interval") {
    assert.ok(read.ms >= 1_000 && read.ms <= 366 * 86_400_000);
    return;
  }
  const { cron, timeZone } = read;
  assert.deepEqual(parseCron(cron.expression), cron);
  const after = Date.UTC(2026, 1, 27, 22, 30);
  // Nine years of days without a match take their time; one in some is enough.
  const next = nextMatch(cron, timeZone, after);
  if (next === null || timeZone !== "UTC") return;
  assert.ok(next > after && next % 60_000 === 0);
  const shown = new Date(wallClock(timeZone, next));
  assert.ok(cron.minutes.includes(shown.getUTCMinutes()) && cron.hours.includes(shown.getUTCHours()));
  assert.ok(cron.months.includes(shown.getUTCMonth() + 1));
}

function readsConfiguration(text: string): void {
  const { config, problems } = parseRepoConfig(text);
  assertReadable(problems);
  assert.ok(config.protectedPaths.every((path) => compileGlob(path) !== null));
  assert.ok(config.concurrency === null || (config.concurrency >= 1 && config.concurrency <= 10));
}

function readsYaml(text: string): void {
  const { entries, problems } = readYamlMap(text.split("\n"), "here", 1);
  assertReadable(problems);
  assert.ok(entries.length === 0 || problems.length === 0);
  assert.equal(new Set(entries.map(({ key }) => key)).size, entries.length);
  for (const { line } of entries) assert.ok(line >= 1 && line <= text.split("\n").length);
}

const WORDS = [
  ...VERBS,
  "set target-metric 0.9",
  "carton: ",
  "stap",
  "try it",
  " ",
  "\t",
  "/autoloop ",
  "\n",
  "<!--",
];

function readsCommands(text: string): void {
  const command = parseCommand(text);
  const first = text.split(/[\r\n]/, 1)[0] ?? "";
  if (command === null) {
    assert.ok(!/^\/autoloop +(?:run|stop)$/.test(first));
    return;
  }
  assert.match(first, /^\/autoloop(?:[ \t]|$)/i);
  assert.ok(command.name === null || /^[a-z0-9][a-z0-9-]{0,63}$/.test(command.name));
  // What stands behind the first line changes nothing.
  assert.deepEqual(parseCommand(`${first}\nmore`), command);
}

/** Verbs that say nothing alone. */
const ASKING = ["set", "remember"];

function writesCommands([name, verb, words]: readonly [string | null, string, string]): void {
  const written = `/autoloop ${name === null ? "" : `${name}: `}${verb} ${words}`;
  const command = parseCommand(written, { self: null, programs: name === null ? [] : [name] });
  assert.ok(command !== null);
  if (verb === "pause") assert.deepEqual(command, { name, verb, reason: words });
  else if (verb === "set" && words.includes(" ")) assert.equal(command.verb, "set");
  // Only the literal word stops: with words behind it, it may mean something else, and pauses.
  else if (verb === "stop" && words !== "") assert.equal(command.verb, "halting");
  else if (verb === "remember" && words !== "") assert.deepEqual(command, { name, verb, text: words });
  // Without the number that they ask for they do nothing: they are a wish, may mean stop, or are asked about.
  else if (["keep", "forget"].includes(verb))
    assert.ok(["malformed", "halting", "instruct"].includes(command.verb) || /^#?\d+$/.test(words));
  else assert.equal(command.verb, words === "" && !ASKING.includes(verb) ? verb : "malformed");
  assert.equal(command.name, name);
}

function readsOverrides([key, value]: readonly [string, string]): void {
  const read = readOverride(key, value);
  if ("wrong" in read) {
    assert.match(read.wrong, /^[^\n]{10,800}$/);
    return;
  }
  assert.ok(SETTABLE_KEYS.includes(read.key));
  // What the journal keeps is read again whenever the definition is.
  assert.deepEqual(readOverride(read.key, read.value ?? "default"), read);
}

const title = soup(
  ["[Autoloop: ", "[Autoloop]", "]", "carton", "Foo ", "12", "-", "issue-7", "../", "HEAD", "\u00e9"],
  8,
);

function namesPrograms([text, number, taken]: readonly [string, number, readonly string[]]): void {
  const name = programName({ number, title: text }, new Set(taken));
  assert.match(name, /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/);
  assert.ok(!taken.includes(name));
  // Its own title and branch lead back to it, whoever reads them.
  assert.equal(slug(nameFromTitle(programTitle(name)) ?? ""), name);
  assert.equal(canonicalBranch(name), `autoloop/${name}`);
}

/** As programs are called. */
const lowercase = fc.stringMatching(/^[a-z0-9]{1,7}(?:-[a-z0-9]{1,6}){0,2}$/);

export const PROGRAM_TARGETS: readonly Target[] = [
  target("program", program, readsPrograms),
  target("markdown-blocks", markdown, readsBlocks),
  target("markdown-inline", soup(["`", "``", "```", "a", "<!--", "-->", " "], 30), readsInline),
  target("frontmatter", yaml, readsYaml),
  target("repo-config", yaml, readsConfiguration),
  target("schedule", schedule, readsSchedules),
  target(
    "time-zone",
    soup(["Europe", "/", "Berlin", "UTC", "Etc", "GMT+1", "..", "+02:00"], 5),
    (text) => void isTimeZone(text),
  ),
  target(
    "command",
    fc
      .tuple(fc.constantFrom("/autoloop ", "/AUTOLOOP ", "", "> "), soup(WORDS, 8))
      .map((parts) => parts.join("")),
    readsCommands,
  ),
  target(
    "command-written",
    fc.tuple(fc.option(lowercase), fc.constantFrom(...VERBS), fc.constantFrom("", "x", "a b")),
    writesCommands,
  ),
  target("nearest-word", soup([...VERBS, "a"], 3), (text) => void nearest(text, VERBS)),
  target(
    "check-boxes",
    soup(
      [
        "- [x] ",
        "- [ ] ",
        "<!-- autoloop:pause -->",
        " Pause",
        "\n",
        "<!-- autoloop:run-now --> Run an iteration now",
      ],
      12,
    ),
    (text) => {
      if (tickedBox(text) !== null) assert.match(text, /^- \[[xX]\] <!-- autoloop:/m);
    },
  ),
  target(
    "set-command",
    fc.tuple(piece(...SETTING_KEYS), soup([...VALUES, "default", "none", "'", '"', "`"], 4)),
    readsOverrides,
  ),
  target(
    "program-name",
    fc.tuple(
      title,
      fc.integer({ min: 1, max: 99_999 }),
      fc.array(fc.constantFrom("foo", "foo-12", "issue-7", "carton", "a", "x".repeat(64)), { maxLength: 4 }),
    ),
    namesPrograms,
  ),
];
