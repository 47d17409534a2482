#!/usr/bin/env bash
# Checks pages that `concordat brief` wrote against WCAG 2.2 A and AA with axe-core in headless Chromium. Not part of the
# tests: it needs Node.js, npm and Chromium.
#   bash tests/accessibility/run.sh chapter/*.html
# Screenshots (1280 and 320 pixels wide) and prints (A4) are left in a folder that it names, to be looked at.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
[ "$#" -gt 0 ] || { sed -n '2,5s/^# \?//p' "$0" >&2; exit 2; }
for page in "$@"; do [ -f "$page" ] || { echo "there is no $page" >&2; exit 2; }; done
browser="${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}"
[ -n "$browser" ] || { echo "Chromium is not found; name it in CHROMIUM" >&2; exit 3; }
tools="${TMPDIR:-/tmp}/concordat-accessibility"
mkdir -p "$tools/pictures"
if [ ! -d "$tools/node_modules/axe-core" ] || [ ! -d "$tools/node_modules/puppeteer-core" ]; then
    (cd "$tools" && npm init --yes >/dev/null \
        && npm install --no-audit --no-fund --ignore-scripts axe-core@4.14 puppeteer-core@24 >/dev/null)
fi
node "$here/check.mjs" "$tools" "$browser" "$tools/pictures" "$@" || exit "$?"
echo "Look at them too: $tools/pictures"
