# What the scripts share whose program starts the daemon by itself, sourced by them: help, the build, and the programs' places.

# run_with_daemon PROJECT [option …]: builds the daemon and the program, unless there is --no-build, and runs it with the other options.
run_with_daemon() {
  local root project=$1 build=true word options=()
  root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
  for word in "${@:2}"; do
    case $word in
      -h | --help) awk 'NR > 1 && !/^#/ { exit } NR > 1 { sub(/^# ?/, ""); print }' "$0" && exit 0 ;;
      --no-build) build=false ;;
      *) options+=("$word") ;;
    esac
  done
  if $build; then
    dotnet build "$root/src/Audio.Cli" -c Release -v quiet --nologo >&2
    dotnet build "$root/benchmarks/$project" -c Release -v quiet --nologo >&2
  fi
  exec dotnet "$root/benchmarks/$project/bin/Release/net10.0/$project.dll" \
    --daemon "$root/src/Audio.Cli/bin/Release/net10.0/Audio.Cli.dll" "${options[@]}"
}
