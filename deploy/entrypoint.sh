#!/bin/sh
# serve: the web app · index ... / qa ...: the commands of those packages
set -eu
case "${1:-serve}" in
  serve) shift || true; exec python /app/app.py "$@" ;;
  index | qa) exec python -m "$@" ;;
  *) exec "$@" ;;
esac
