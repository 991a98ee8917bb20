using System.Diagnostics;
using Audio.Testing.Files;

namespace Audio.EndToEnd.Tests.Structure;

/// <summary>The files of the project according to git: nothing built, nothing ignored.</summary>
internal static class Repository
{
    public static string Root => RepositoryFiles.Root;

    /// <summary>All files that are or can be committed, relative to the root.</summary>
    public static IReadOnlyList<string> Files { get; } = ListFiles();

    /// <summary>Two seconds of speech, where a page plays an MP3 file.</summary>
    public const string SpeechMp3 = "benchmarks/Audio.Benchmarks/Sound/Encoded/speech-24k.mp3";

    public static string PathOf(string file) => Path.Combine(Root, file);

    public static string Read(string file) => File.ReadAllText(PathOf(file));

    /// <summary>The files whose path begins and ends like this.</summary>
    public static IEnumerable<string> Under(string folder, string ending) =>
        Files.Where(f =>
            f.StartsWith(folder, StringComparison.Ordinal) && f.EndsWith(ending, StringComparison.Ordinal)
        );

    private static string[] ListFiles()
    {
        using Process git = Process.Start(
            new ProcessStartInfo(
                "git",
                ["-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard"]
            )
            {
                WorkingDirectory = Root,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        ) ?? throw new InvalidOperationException("git did not start.");
        string output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        if (git.ExitCode != 0)
            throw new InvalidOperationException($"git ls-files failed with {git.ExitCode} in {Root}.");
        return
        [
            .. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(f => File.Exists(Path.Combine(Root, f))),
        ];
    }
}
