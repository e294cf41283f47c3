// Reads TypeScript as text for tests about the shape of the code. Knows just enough of the language to tell code
// from what only looks like it.

/** One import or re-export. `typeOnly`: it is gone after compilation. */
export interface Import {
  readonly from: string;
  readonly typeOnly: boolean;
  /** 1-based. */
  readonly line: number;
}

const IMPORT = /^(?:import|export)\s+(type\s)?(?:[^;"'`]*?\sfrom\s+)?"([^"\n]+)"/gm;
const DYNAMIC_IMPORT = /\bimport\(\s*"([^"\n]+)"/g;

/** Every import of a file, in its order. */
export function importsOf(source: string): readonly Import[] {
  const lineAt = (index: number) => source.slice(0, index).split("\n").length;
  return [
    ...[...source.matchAll(IMPORT)].map(({ 1: type, 2: from = "", index }) => ({
      from,
      typeOnly: type !== undefined,
      line: lineAt(index),
    })),
    ...[...source.matchAll(DYNAMIC_IMPORT)].map(({ 1: from = "", index }) => ({
      from,
      typeOnly: false,
      line: lineAt(index),
    })),
  ];
}

/** Names that a file takes from another. `all`: whichever it likes, as of a namespace or an import while it runs. */
export interface Taken {
  readonly from: string;
  readonly names: readonly string[] | "all";
}

const CLAUSE = /^(?:import|export)\s+(?:type\s+)?([^;"'`]*?)\s+from\s+"([^"\n]+)"/gm;
const DECLARED =
  /^export\s+(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:const|let|var|function\*?|class|interface|type|enum|namespace)\s+(\w+)/gm;
const LISTED = /^export\s+(?:type\s+)?\{([^}]*)\}/gm;

/** What each import and re-export of a file names. */
export function takenBy(source: string): readonly Taken[] {
  const named = [...source.matchAll(CLAUSE)].map(({ 1: clause = "", 2: from = "" }): Taken => {
    const list = /\{([^}]*)\}/.exec(clause)?.[1];
    const isDefault = /^\w/.test(clause);
    if (list === undefined) return { from, names: isDefault ? ["default"] : "all" };
    return { from, names: [...(isDefault ? ["default"] : []), ...membersOf(list).map(([name]) => name)] };
  });
  const running = [...source.matchAll(DYNAMIC_IMPORT)].map(
    ({ 1: from = "" }) => ({ from, names: "all" }) as const,
  );
  return [...named, ...running];
}

/** Names under which others can import from a file; a default export and `export *` are none. */
export function exportsOf(source: string): readonly string[] {
  return [
    ...[...source.matchAll(DECLARED)].map(({ 1: name = "" }) => name),
    ...[...source.matchAll(LISTED)].flatMap(({ 1: list = "" }) => membersOf(list).map(([, as]) => as)),
  ];
}

/** Of `a, type b as c`: each name as it is called there, and as it is called here. */
function membersOf(list: string): readonly (readonly [name: string, as: string])[] {
  return list
    .split(",")
    .map((one) => one.trim().replace(/^type\s+/, ""))
    .filter((one) => one !== "")
    .map((one) => {
      const [name = "", as = name] = one.split(/\s+as\s+/);
      return [name, as];
    });
}

// In this order at every place: comments, strings, regular expressions where a value may begin, templates without
// code inside. Templates with code stay as they are, which errs on the side of seeing too much.
const NOT_CODE =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|(?<=[=(,:[!&|?{};]\s*|\breturn\s+|^\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*|`(?:\\.|[^`\\$]|\$(?!\{))*`/gm;

/** The source with comments, strings and regular expressions blanked out; line numbers stay. */
export function codeOf(source: string): string {
  return source.replace(NOT_CODE, (text) => text.replace(/[^\n]/g, " "));
}

/** A string or a template of the source, as it would be read. */
export interface Literal {
  /** Its text; whatever code a template holds is one `…`. */
  readonly text: string;
  /** 1-based. */
  readonly line: number;
}

// Code inside of a template may hold strings, braces and templates without code of their own.
const CODE_INSIDE = /\$\{(?:[^{}`]|\{[^{}]*\}|`[^`]*`)*\}/g;
const TEMPLATE = /`(?:\\[\s\S]|\$\{(?:[^{}`]|\{[^{}]*\}|`[^`]*`)*\}|[^`\\])*`/;
const ANYTHING = new RegExp(`${NOT_CODE.source.replace(/`.*$/, "")}${TEMPLATE.source}`, "gm");

/** Every string and template that is no name of a module, in their order. */
export function literalsOf(source: string): readonly Literal[] {
  return [...source.matchAll(ANYTHING)].flatMap(({ 0: found, index }) => {
    const isLiteral =
      /^["'`]/.test(found) && !/(?:\bfrom |^import |\bimport\()$/m.test(source.slice(0, index).slice(-10));
    if (!isLiteral) return [];
    return {
      text: found.slice(1, -1).replace(CODE_INSIDE, "…"),
      line: source.slice(0, index).split("\n").length,
    };
  });
}
