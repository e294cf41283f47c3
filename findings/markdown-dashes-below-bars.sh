#!/bin/sh
# markdown-it 15.0.3 against micromark 4.0.3 with micromark-extension-gfm-table 2.1.2 (npm), seen 2026-12-01.
#
# A line with bars and a line of dashes alone below it: `| a |` and `---`. markdown-it shows a table of one cell, micromark
# with GitHub's tables a heading, as the CommonMark specification has it for any line of text with dashes below.
#
# Seen:
#   markdown-it table
#   micromark   heading

set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund markdown-it@15.0.3 micromark@4.0.3 micromark-extension-gfm-table@2.1.2
cat >see.mjs <<'SEE'
import MarkdownIt from "markdown-it";
import { micromark } from "micromark";
import { gfmTable, gfmTableHtml } from "micromark-extension-gfm-table";

const text = "| a |\n---\n";
const kind = (html) => (html.includes("<table>") ? "table" : html.includes("<h2>") ? "heading" : "neither");
console.log(`markdown-it ${kind(new MarkdownIt().render(text))}`);
console.log(`micromark   ${kind(micromark(text, { extensions: [gfmTable()], htmlExtensions: [gfmTableHtml()] }))}`);
SEE
node see.mjs | tee seen
printf '%s\n' 'markdown-it table' 'micromark   heading' | diff - seen
