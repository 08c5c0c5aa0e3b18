#!/bin/sh
# /usr/bin/nachlese. Chromium refuses to start as root inside its sandbox; a command opens no page, so it needs none.
program=$(dirname "$(readlink -f "$0")")/../nachlese
if [ "$(id -u)" = 0 ]; then
  case "${1:-}" in
    COMMAND_NAMES | --help | --version | --json | --archive | --archive=* | --language | --language=*)
      exec "$program" --no-sandbox "$@"
      ;;
    *)
      echo 'Nachlese opens no window for root. Start it as yourself. (Nachlese öffnet für root kein Fenster.)' >&2
      exit 1
      ;;
  esac
fi
exec "$program" "$@"
