using Audio.EndToEnd.Tests.Commands;

namespace Audio.EndToEnd.Tests.TestTools;

/// <summary>
/// A fake system in a folder, with an apt-get that only records its arguments. The project's script looks there for two
/// tools, pulseaudio and jq; initially neither exists.
/// </summary>
internal sealed class FakeDebian : IDisposable
{
    private const string AptGet = """
        #!/bin/bash
        here=$(cd "$(dirname "$0")/.." && pwd)
        echo "$*" >>"$here/asked"
        verb= simulate= packages=()
        while [ $# -gt 0 ]; do
          case $1 in
            -o) shift ;;
            -s) simulate=yes ;;
            -*) ;;
            update | install | download) verb=$1 ;;
            *) packages+=("$1") ;;
          esac
          shift
        done
        for package in "${packages[@]}"; do
          case $verb$simulate in
            installyes) cat "$here/simulate/$package" || exit 100 ;;
            install)
              ! grep -qE '^Remv|^Inst [^ ]+ \[' "$here/simulate/$package" || echo "$package" >>"$here/harmed"
              printf '#!/bin/sh\n' >"$here/bin/$package" && chmod +x "$here/bin/$package"
              ;;
            download) [ ! -e "$here/offline" ] || exit 100; : >"${package%%=*}_${package#*=}.deb" ;;
          esac
        done
        """;

    /// <summary><c>dpkg-deb -x FILE FOLDER</c>.</summary>
    private const string DpkgDeb = """
        #!/bin/bash
        name=${2##*/} name=${name%%_*}
        mkdir -p "$3/usr/bin"
        printf '#!/bin/sh\n' >"$3/usr/bin/$name" && chmod +x "$3/usr/bin/$name"
        """;

    private static readonly string[] Borrowed =
    [
        "bash",
        "cat",
        "chmod",
        "cp",
        "cmp",
        "dirname",
        "env",
        "find",
        "grep",
        "id",
        "ldd",
        "mkdir",
        "mktemp",
        "printf",
        "rm",
        "script",
        "sed",
        "sh",
        "sort",
        "tr",
        "uname",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fake debian "); // A path with spaces.

    public FakeDebian()
    {
        Directory.CreateDirectory(Path("bin"));
        Directory.CreateDirectory(Path("simulate"));
        foreach (string name in Borrowed)
        {
            File.CreateSymbolicLink(
                Path("bin", name),
                new[] { "/usr/bin", "/bin" }.Select(bin => System.IO.Path.Combine(bin, name)).First(File.Exists)
            );
        }

        Write("apt-get", AptGet);
        Write("dpkg-deb", DpkgDeb);
        Write("sudo", "#!/bin/sh\nexec \"$@\"\n");
        Write("sleep", "#!/bin/sh\n");
        Simulates("pulseaudio", "Inst pulseaudio (16.1 Debian:12 [amd64])", "Conf pulseaudio (16.1 Debian:12 [amd64])");
        Simulates("jq", "Inst libjq1 (1.6 Debian:12 [amd64])", "Inst jq (1.6 Debian:12 [amd64])");
    }

    /// <summary>All command lines of apt-get.</summary>
    public string[] Asked => File.Exists(Path("asked")) ? File.ReadAllLines(Path("asked")) : [];

    /// <summary>The packages that apt-get actually installed, in order.</summary>
    public IEnumerable<string> Installed =>
        Asked.Where(line =>
            line.Contains(" install ", StringComparison.Ordinal) && !line.Contains(" -s ", StringComparison.Ordinal)
        );

    /// <summary>The programs unpacked into the project's own folder.</summary>
    public IEnumerable<string?> Unpacked =>
        Directory.Exists(Path("tools", "debian", "usr", "bin"))
            ? Directory.GetFiles(Path("tools", "debian", "usr", "bin")).Select(System.IO.Path.GetFileName).Order()
            : [];

    /// <summary>Whether a package was installed that removes or upgrades another.</summary>
    public bool IsHarmed => File.Exists(Path("harmed"));

    /// <summary>What <c>apt-get install -s</c> prints for a package.</summary>
    public void Simulates(string package, params string[] lines) =>
        File.WriteAllLines(Path("simulate", package), lines);

    /// <summary>Downloads fail from now on.</summary>
    public void GoesOffline() => File.WriteAllText(Path("offline"), "");

    /// <summary>Runs the part of test.sh that gets tools, then <paramref name="then"/>.</summary>
    /// <param name="ci">Whether <c>CI=true</c>.</param>
    /// <param name="typed">What a person types at the terminal; null: there is no terminal.</param>
    /// <param name="then">More of the script.</param>
    public Task<CommandResult> GetToolsAsync(bool ci = false, string? typed = null, string then = "true")
    {
        string script = Path("get-tools.sh");
        File.WriteAllText(
            script,
            $"""
            set -euo pipefail
            . "{System.IO.Path.Combine(AudiodFixture.Root, "eng", "test-tools.sh")}"
            tools_folder="{Path("tools")}" unpacked="{Path("tools", "debian")}"
            tools=(pulseaudio:pulseaudio jq:jq) libraries=() python_modules=()
            install_packages
            {then}
            """
        );
        // script(1) makes a terminal.
        string[] words = typed is null
            ? [script]
            : ["-c", $"printf '{typed}\\n' | script -qec \"bash '{script}'\" /dev/null"];
        return Command.RunAsync(
            Path("bin", "bash"),
            words,
            new Dictionary<string, string?>
            {
                ["PATH"] = Path("bin"),
                ["CI"] = ci ? "true" : null,
                ["LD_LIBRARY_PATH"] = null,
            }
        );
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Path(params string[] names) => System.IO.Path.Combine([_folder.FullName, .. names]);

    private void Write(string name, string text)
    {
        File.WriteAllText(Path("bin", name), text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path("bin", name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
