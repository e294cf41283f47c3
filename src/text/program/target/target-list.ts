// The Target section as entries: which lines name paths, in which of its two lists, and what they except.
// What the entries add up to is `target.ts`; which words allow and forbid is `target-words.ts`.

import type { Problem, Warning } from "../../../domain/program/program.ts";
import type { Section } from "../../markdown/sections.ts";
import { problem, shortened } from "../../settings/problem.ts";
import { looksLikePath, namedIn, pathsOf, pathWords, type TargetEntry } from "./target-entry.ts";
import { announces, type TargetLine, targetLines } from "./target-lines.ts";
import { proseEntries } from "./target-prose.ts";
import { forbids, listKind } from "./target-words.ts";
import { exceptionProblem, isUnclear, unclearProblem } from "./unclear.ts";

/** More entries than this are too many; reading stops soon after. */
export const MOST_ENTRIES = 200;

interface TargetList {
  readonly entries: readonly TargetEntry[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Warning[];
}

/** The list that a line belongs to. `unknown`: its words were not understood. */
type Mode = "only" | "not" | { readonly unknown: TargetLine };

const PARAGRAPH_CHARACTERS = 8_192;
const ABOUT_LIST =
  /\b(?:these|those|this list|following|below|here|them|files?|paths?|folders?|director\w+)\b/i;
const TABLE_ALLOWED = 'a list, "Only modify these files:" or "Do NOT modify:" above it';

/** Entries in the order of the text. Lists count; where nothing in them allows, sentences and labels that name a path. */
export function targetList(section: Section): TargetList {
  const said = { text: section.said ?? "", line: section.line };
  const lines = targetLines(section.blocks, said, MOST_ENTRIES);
  const reader = new ListReader(lines);
  const prose = lines.flatMap((line, index) => {
    reader.read(line, index);
    return line.kind === "text" || line.kind === "heading" ? reader.sentences(line, lines[index + 1]) : [];
  });
  const { entries, problems, warnings } = reader;
  const isListed = entries.some(({ list, paths }) => list === "only" && paths.length > 0);
  const counted = prose.filter(({ list }) => list === "not" || !isListed);
  const unclear = [...reader.mentioned, ...prose].find((one) => isListed && isUnclear(one, entries));
  if (unclear !== undefined) problems.push(unclearProblem(unclear.text, unclear.line));
  return { entries: [...entries, ...counted].toSorted((a, b) => a.line - b.line), problems, warnings };
}

class ListReader {
  readonly entries: TargetEntry[] = [];
  readonly problems: Problem[] = [];
  readonly warnings: Warning[] = [];
  /** Files that sentences speak of for another reason than to say that they may change. */
  readonly mentioned: TargetEntry[] = [];
  private readonly lines: readonly TargetLine[];
  private mode: Mode = "only";
  /** The mode above the present line. */
  private before: Mode = "only";
  private begun = false;
  private readonly told = new Set<TargetLine>();
  /** Items that the present line may lie below, outermost first, and what each makes of what lies below it. */
  private above: { readonly indent: number; readonly below: Mode | "notes"; readonly entry: number }[] = [];

  constructor(lines: readonly TargetLine[]) {
    this.lines = lines;
  }

  read(line: TargetLine, index: number): void {
    this.before = this.mode;
    if (line.kind === "item") this.item(line, index);
    else {
      this.above = [];
      if (line.kind === "path") this.entry(line, this.mode);
      else if (line.kind === "table")
        this.problems.push(problem("Target", "has a table", line.text, TABLE_ALLOWED, line.line));
      else this.mode = this.after(line, this.lines[index + 1]);
    }
  }

  /** What sentences say by themselves: where the list is not one that allows, they do not either. */
  sentences({ text, line }: TargetLine, next: TargetLine | undefined): readonly TargetEntry[] {
    if (text.length > PARAGRAPH_CHARACTERS) {
      const allowed = `paragraphs of at most ${PARAGRAPH_CHARACTERS} characters`;
      this.problems.push(problem("Target", "has a paragraph that is too long", text, allowed, line));
      return [];
    }
    const found = proseEntries(text, line).flatMap((entry): readonly TargetEntry[] => {
      if (entry.list === "only" || entry.list === "not") return [{ ...entry, list: entry.list }];
      if (entry.list === "mentions") {
        this.mentioned.push({ ...entry, list: "only" });
        return [];
      }
      // "Everything in `a` except:" above a list.
      const isAbove = this.before === "only" && !this.begun && announces(entry.text);
      if (isAbove && this.mode === "not" && (next?.kind === "item" || next?.kind === "path"))
        return [{ ...entry, list: "only", isAbove }];
      this.problems.push(exceptionProblem(entry.text, line));
      return [];
    });
    if (this.mode === "only") return found;
    const { mode } = this;
    return found.flatMap((entry): readonly TargetEntry[] => {
      if (entry.list === "not" || entry.isAbove) return [entry];
      if (mode === "not") return [{ ...entry, list: "not", exceptions: [] }];
      this.unknown(mode.unknown);
      return [];
    });
  }

  /** What a heading or sentence makes of the list below it. */
  private after(line: TargetLine, next: TargetLine | undefined): Mode {
    const isHeading = line.kind === "heading" || announces(line.text);
    const opens = next?.kind === "item" || next?.kind === "path";
    if (!isHeading && !opens) return this.mode;
    const words = isHeading ? lastSentence(line.text) : line.text;
    const kind = listKind(words);
    if (kind === "only") return kind;
    // "Keep the API stable." above a list says nothing about the list.
    const isAside = !isHeading && /[.!]$/.test(line.text) && !ABOUT_LIST.test(line.text);
    if (kind === "not") return isAside ? this.mode : kind;
    if (this.mode === "not" || kind === "more") return this.mode;
    if (kind === "neutral" && !this.begun) return this.mode;
    // A sentence above the list is about the list's files; one that is as short as a title is one.
    const isTitle = isHeading || (/^\p{Lu}/u.test(line.text) && /[\p{L}\p{N})]$/u.test(line.text));
    return isTitle || this.begun ? { unknown: line } : this.mode;
  }

  private item(line: TargetLine, index: number): void {
    while (line.indent < (this.above.at(-1)?.indent ?? -2) + 2) this.above.pop();
    const parent = this.above.at(-1);
    if (parent?.below === "notes") {
      this.note(line, parent.entry);
      return;
    }
    const mode = parent?.below ?? this.mode;
    if (!namesPath(line.text) && this.isTitle(line, index)) {
      this.above.push({ indent: line.indent, below: this.below(line, mode), entry: -1 });
      return;
    }
    const entry = this.entries.length;
    this.entry(line, mode);
    this.above.push({ indent: line.indent, below: "notes", entry });
  }

  /** Some item below it names a path. */
  private isTitle({ indent }: TargetLine, index: number): boolean {
    for (let at = index + 1; at < this.lines.length; at++) {
      const below = this.lines[at];
      if (below?.kind !== "item" || below.indent < indent + 2) return false;
      if (namesPath(below.text)) return true;
    }
    return false;
  }

  /** An item without a path says what the items below it are. */
  private below(line: TargetLine, mode: Mode): Mode {
    const kind = listKind(line.text);
    if (kind === "only" || kind === "not") return kind;
    return kind === null && mode === "only" ? { unknown: line } : mode;
  }

  /** Below an item that names paths: more about them. */
  private note(line: TargetLine, above: number): void {
    const named = pathsOf(line.text);
    const own = named.all.filter(looksLikePath);
    const entry = this.entries[above];
    const isForbidden = entry?.list === "not" || forbids(line.text);
    if (named.exceptions.length > 0 || (isForbidden && own.length > 0)) {
      this.push("not", line, [...own, ...named.exceptions], []);
      return;
    }
    if (entry?.list !== "only" || !forbids(line.text)) return;
    this.entries[above] = { ...entry, list: "not" };
    this.warn(
      line.line,
      `"${shortened(entry.text)}" is excluded, because "${shortened(line.text)}" forbids it`,
    );
  }

  private entry(line: TargetLine, mode: Mode): void {
    this.begun = true;
    const named = namedIn(line.text);
    const isForbidden = mode !== "not" && forbids(inCode(named.head, named.paths));
    if (mode === "not" || isForbidden) {
      const { all: paths, exceptions } = pathsOf(line.text, isForbidden);
      if (mode === "only" && paths.length > 0)
        this.warn(
          line.line,
          `"${shortened(line.text)}" stands in the list of files that may change and says that it must not: it is excluded`,
        );
      this.push("not", line, paths, mode === "not" ? exceptions : []);
    } else if (mode === "only") {
      if (named.excepts && named.paths.length > 0 && named.exceptions.length === 0)
        this.problems.push(exceptionProblem(line.text, line.line));
      this.push("only", line, named.paths, named.exceptions);
    } else {
      if (named.exceptions.length > 0) this.push("not", line, named.exceptions, []);
      if (named.paths.length > 0) this.unknown(mode.unknown);
    }
  }

  /** Nobody knows what the list is: that is said once for it. */
  private unknown(line: TargetLine): void {
    if (this.told.has(line)) return;
    this.told.add(line);
    this.problems.push(unclearProblem(line.text, line.line));
  }

  private push(
    list: TargetEntry["list"],
    { text, line }: TargetLine,
    paths: readonly string[],
    exceptions: readonly string[],
  ): void {
    this.entries.push({ list, paths, exceptions, text, line });
  }

  private warn(line: number, message: string): void {
    this.warnings.push({ line, message });
  }
}

/** Not a word alone: that may be a title of the items below it. */
function namesPath(text: string): boolean {
  return namedIn(text).paths.some((path) => looksLikePath(path) || text.includes(`\`${path}\``));
}

/** The text with its first path as code, where it was written as a word. */
function inCode(text: string, named: readonly string[]): string {
  const [path] = named.length > 0 ? named : pathWords(text);
  return path === undefined || text.includes("`") ? text : text.replace(path, () => `\`${path}\``);
}

/** What announces the list, where a paragraph says more before it. */
function lastSentence(text: string): string {
  return text.slice(-2_048).replace(/^.*[.!?]\s+/s, "");
}
