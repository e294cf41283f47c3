#!/bin/sh
# @qwen-code/qwen-code 0.24.4 under node 24.21.0 (npm), seen 2026-12-01.
#
# `--auth-type openai` with a key in OPENAI_API_KEY and no OPENAI_BASE_URL, with the model that it takes by default: the
# host that it looks up, and then sends the key to, is not OpenAI's but that of its own maker's service. With the address
# written out it is the one that was written.
#
# Seen:
#   no address   dashscope.aliyuncs.com
#   OpenAI's     api.openai.com

set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund node@24.21.0 @qwen-code/qwen-code@0.24.4 2>/dev/null
mkdir home work
mkdir home/.qwen
echo '{"privacy":{"usageStatisticsEnabled":false}}' >home/.qwen/settings.json
# Tells the first host that is looked up, and answers that there is none: no key leaves this machine.
cat >see.cjs <<'SEE'
const dns = require("node:dns");
dns.lookup = (host, ...rest) => {
  require("node:fs").writeFileSync(process.env.SEEN, `${host}\n`);
  rest.at(-1)(Object.assign(new Error("none"), { code: "ENOTFOUND" }));
};
SEE
ask() {
  echo "Say hello." | (cd work && env -i HOME="$folder/home" PATH="$folder/node_modules/.bin:/usr/bin:/bin" SEEN="$folder/host" \
    NODE_OPTIONS="--require $folder/see.cjs" OPENAI_API_KEY=none "$@" \
    timeout 15 qwen -p "Do what standard input says." --auth-type openai >/dev/null 2>&1) || true
  cat host
}
{
  echo "no address   $(ask)"
  echo "OpenAI's     $(ask OPENAI_BASE_URL=https://api.openai.com/v1)"
} | tee seen
printf '%s\n' 'no address   dashscope.aliyuncs.com' "OpenAI's     api.openai.com" | diff - seen
