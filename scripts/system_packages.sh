#!/usr/bin/env bash
# Chromium for the browser tests, a Chinese font for page pictures, PostgreSQL for the tests on servers (each run starts its own): installed when absent and we may, else those tests skip and say why.
set -u
want=()
command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || want+=(chromium)
fc-list :lang=zh 2>/dev/null | grep -q . || want+=(fonts-droid-fallback fontconfig)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || want+=(postgresql)
[ ${#want[@]} -eq 0 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${want[@]}"; } >/dev/null 2>&1 \
    || echo "could not install: ${want[*]} (the tests that need them will skip)" >&2
else
  echo "not installed: ${want[*]} (the tests that need them will skip)" >&2
fi
exit 0
