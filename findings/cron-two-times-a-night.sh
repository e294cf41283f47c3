#!/bin/sh
# croner 11.0.1 against cron-parser 5.10.6 (npm), seen 2026-12-01, about the nights on which clocks are set.
#
# One fixed time of the day and two, in Europe/Berlin, where 02:00 to 03:00 is skipped on 2026-03-29 and comes twice on
# 2026-10-25. In croner `30 2 * * *` runs once in either night; with a second minute, `0,30 2 * * *`, nothing runs in the
# night in spring, and everything twice in autumn. cron-parser runs each named time once in both nights.
#
# Seen, runs of the day:
#   croner      30 2    spring 1 autumn 1
#   croner      0,30 2  spring 0 autumn 4
#   cron-parser 30 2    spring 1 autumn 1
#   cron-parser 0,30 2  spring 2 autumn 2

set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund croner@11.0.1 cron-parser@5.10.6
cat >see.mjs <<'SEE'
import { CronExpressionParser } from "cron-parser";
import { Cron } from "croner";

const ZONE = "Europe/Berlin";
const EARLY = { spring: "2026-03-28T12:00:00Z", autumn: "2026-10-24T12:00:00Z" };
const croner = (text, from) => new Cron(text, { timezone: ZONE, paused: true }).nextRuns(9, from);
const parser = (text, from) =>
  CronExpressionParser.parse(text, { currentDate: from, tz: ZONE }).take(9).map((run) => run.toDate());

for (const [name, runs] of [["croner     ", croner], ["cron-parser", parser]])
  for (const time of ["30 2  ", "0,30 2"]) {
    const counts = Object.entries(EARLY).map(([season, from]) => {
      const until = Date.parse(from) + 24 * 3_600_000;
      const count = runs(`${time.trim()} * * *`, new Date(from)).filter((run) => run.getTime() < until).length;
      return `${season} ${count}`;
    });
    console.log(`${name} ${time}  ${counts.join(" ")}`);
  }
SEE
node see.mjs | tee seen
diff - seen <<'SEEN'
croner      30 2    spring 1 autumn 1
croner      0,30 2  spring 0 autumn 4
cron-parser 30 2    spring 1 autumn 1
cron-parser 0,30 2  spring 2 autumn 2
SEEN
