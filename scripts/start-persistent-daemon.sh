#!/usr/bin/env bash
# The persistent daemon with its files in the project's logs folder: {start|stop|restart|status|logs|health} [port] [options].
# All the work is done by audiod; this says where the files are.
set -euo pipefail

here=${BASH_SOURCE[0]}
while [ -L "$here" ]; do
  target=$(readlink "$here")
  case $target in
    /*) here=$target ;;
    *) here=$(dirname "$here")/$target ;;
  esac
done
root=$(cd -P "$(dirname "$here")/.." && pwd)
logs=$root/logs

usage() {
  cat <<USAGE
Usage: $(basename "$0") {start|stop|restart|status|logs|health} [port] [options]

  start    run the daemon in the background (the default; port 8081 unless another is given)
  stop     let it play to its end, then stop it
  restart  stop it and start it again
  status   show what it does; exit code 0 when it runs, 3 when not
  logs     show its log and go on with what is written, until Ctrl+C
  health   exit code 0 when it is healthy, 1 when not

Without a port the commands mean the one that was started. Options are those of './audiod VERB --help'.
Log: logs/persistent-daemon.log. Process id: logs/persistent-daemon.pid.
USAGE
}

verb=${1:-start}
[ $# -eq 0 ] || shift
case $verb in
  start | restart)
    exec "$root/audiod" "$verb" --state-dir "$logs" --log-dir "$logs" --log-file persistent-daemon.log \
      --pid-file "$logs/persistent-daemon.pid" "$@"
    ;;
  stop | status | health)
    exec "$root/audiod" "$verb" --state-dir "$logs" "$@"
    ;;
  logs)
    exec "$root/audiod" logs --follow --state-dir "$logs" --log-dir "$logs" --log-file persistent-daemon.log "$@"
    ;;
  help | -h | --help)
    usage
    ;;
  *)
    usage >&2
    exit 2
    ;;
esac
