// Where a table of GitHub's Markdown begins: only as far as it decides what a line of dashes behind it is. Linear.

const MARKS = /^:?-+:?$/;

/**
 * Whether `line` makes the one before it the head of a table: as many cells, each of dashes and with a bar or colon
 * somewhere (a line of dashes alone makes it a heading).
 */
export function beginsTable(head: string, line: string): boolean {
  if (!/[|:]/.test(line)) return false;
  const marks = cellsOf(line);
  return marks.every((one) => MARKS.test(one)) && marks.length === cellsOf(head).length;
}

/** Cells of a row; a bar behind a backslash is text, and the bars at both ends are none between cells. */
function cellsOf(row: string): readonly string[] {
  const text = row.trim();
  const cells: string[] = [];
  let from = text.startsWith("|") ? 1 : 0;
  for (let at = from; at < text.length; at++) {
    if (text.charAt(at) === "\\") at++;
    else if (text.charAt(at) === "|") {
      cells.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return from < text.length ? [...cells, text.slice(from).trim()] : cells;
}
