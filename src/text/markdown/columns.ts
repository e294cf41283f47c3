// Lines and their indentation, counted in columns: a tab goes on to the next multiple of four (CommonMark 2.2).

const TAB_STOP = 4;

/** The text with the blanks that it begins with as spaces. @param column where the text stands on its line */
export function expandIndent(text: string, column = 0): string {
  const written = text.replace(/^[ \t]+/, "");
  const blanks = text.slice(0, text.length - written.length);
  if (!blanks.includes("\t")) return text;
  let end = column;
  for (const blank of blanks) end = after(blank, end);
  return " ".repeat(end - column) + written;
}

/** The line without the blanks of its first columns; what is left of a tab is spaces. */
export function dropColumns(line: string, columns: number): string {
  let at = 0;
  let column = 0;
  while (column < columns && isBlank(line.charAt(at))) column = after(line.charAt(at++), column);
  return " ".repeat(Math.max(0, column - columns)) + line.slice(at);
}

/** Columns of spaces that the text begins with. */
export function leadingSpace(text: string): number {
  return text.length - text.replace(/^ +/, "").length;
}

/** The line at an index that there is. */
export function lineOf(lines: readonly string[], index: number): string {
  const [line = ""] = lines.slice(index, index + 1);
  return line;
}

function after(blank: string, column: number): number {
  return blank === "\t" ? column + TAB_STOP - (column % TAB_STOP) : column + 1;
}

function isBlank(character: string): boolean {
  return character === " " || character === "\t";
}
