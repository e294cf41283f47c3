#!/bin/sh
# markdown-it 15.0.3 and marked 18.2.1 against commonmark 0.31.2 and micromark 4.0.3 (npm), seen 2026-12-01.
#
# A link definition and, on the next line, an item that begins at 2: `[a]: b` and `2. x`. A definition is the beginning of
# a paragraph, and only a list that begins at 1 may interrupt one. commonmark and micromark show the paragraph `2. x`;
# markdown-it and marked, which take the definition out first, show a list.
#
# Seen:
#   commonmark  paragraph
#   micromark   paragraph
#   markdown-it list
#   marked      list

set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund commonmark@0.31.2 micromark@4.0.3 markdown-it@15.0.3 marked@18.2.1
cat >see.mjs <<'SEE'
import { HtmlRenderer, Parser } from "commonmark";
import MarkdownIt from "markdown-it";
import { marked } from "marked";
import { micromark } from "micromark";

const text = "[a]: b\n2. x\n";
const kind = (html) => (html.includes("<ol") ? "list" : html.includes("<p>") ? "paragraph" : "neither");
console.log(`commonmark  ${kind(new HtmlRenderer().render(new Parser().parse(text)))}`);
console.log(`micromark   ${kind(micromark(text))}`);
console.log(`markdown-it ${kind(new MarkdownIt().render(text))}`);
console.log(`marked      ${kind(marked(text))}`);
SEE
node see.mjs | tee seen
printf '%s\n' 'commonmark  paragraph' 'micromark   paragraph' 'markdown-it list' 'marked      list' | diff - seen
