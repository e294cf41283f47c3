// Finds numeric constants in source text and writes one anew. Reads line by line and only plain assignments;
// everything it is not sure of it leaves alone.

/** One constant of one file. */
export interface Constant {
  /** Unique among all constants: file and name. */
  readonly key: string;
  readonly path: string;
  readonly name: string;
  readonly value: number;
  /** Written without a fraction: stays whole. */
  readonly whole: boolean;
  /** 0-based line, and the columns between which the number stands. */
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

/** Longer lines are generated or data. */
const LINE_CHARACTERS = 400;
const NUMBER = "-?\\d{1,15}(?:\\.\\d{1,15})?";
const ASSIGNMENT = new RegExp(
  `^((\\s*)(?:export )?(?:(?:const|let|var|static|final) )?([A-Za-z_$][\\w$]*)(?:: ?\\w+)? ?= ?)(${NUMBER});?(?:\\s*(?://|#).*)?$`,
);
const ENTRY = new RegExp(`^(\\s*"?([A-Za-z_][\\w.-]*)"?: ?)(${NUMBER}),?(?:\\s*#.*)?$`);

/** Constants of all files (text by path), in the order of path and line. Names that stand twice in a file are left out. */
export function findConstants(files: ReadonlyMap<string, string>): readonly Constant[] {
  return [...files.keys()]
    .toSorted((a, b) => (a < b ? -1 : 1))
    .flatMap((path) => inFile(path, files.get(path) ?? ""));
}

/** The text with the constant's number replaced. */
export function withValue(text: string, constant: Constant, value: number): string {
  const lines = text.split("\n");
  const line = lines[constant.line] ?? "";
  // Keeps its fraction, or the next look at the file would take it for a whole number.
  const literal = !constant.whole && Number.isInteger(value) ? value.toFixed(1) : String(value);
  lines[constant.line] = `${line.slice(0, constant.from)}${literal}${line.slice(constant.to)}`;
  return lines.join("\n");
}

function inFile(path: string, text: string): readonly Constant[] {
  const found = text.split("\n").flatMap((line, index) => inLine(path, line, index) ?? []);
  return found.filter(({ key }) => found.filter((other) => other.key === key).length === 1);
}

function inLine(path: string, line: string, index: number): Constant | null {
  if (line.length > LINE_CHARACTERS) return null;
  const found = /\.(?:json|ya?ml)$/.test(path) ? entry(line) : assignment(line);
  if (found === null) return null;
  const { name, literal, from } = found;
  return {
    key: `${path}\n${name}`,
    path,
    name,
    value: Number(literal),
    whole: !literal.includes("."),
    line: index,
    from,
    to: from + literal.length,
  };
}

interface Found {
  readonly name: string;
  readonly literal: string;
  /** Column of the number: what stands before it, a type such as `i32`, may hold the same digits. */
  readonly from: number;
}

/** Inside functions only names in capitals count as constants; the rest are counters and accumulators. */
function assignment(line: string): Found | null {
  const [, before = "", indent, name = "", literal] = ASSIGNMENT.exec(line.trimEnd()) ?? [];
  const constant = indent === "" || /^[A-Z][A-Z0-9_]*$/.test(name);
  return literal !== undefined && constant ? { name, literal, from: before.length } : null;
}

function entry(line: string): Found | null {
  const [, before = "", name = "", literal] = ENTRY.exec(line.trimEnd()) ?? [];
  return literal === undefined ? null : { name, literal, from: before.length };
}
