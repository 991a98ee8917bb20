using System.Diagnostics;
using Audio.Protocol;

namespace Audio.Core.Codecs.Foreign;

/// <summary>Finds FFmpeg, and runs as many of it as are allowed at once. Any thread.</summary>
/// <param name="setting"><c>auto</c>: it is on the PATH; <c>none</c>: it is not used; or its path.</param>
/// <param name="isForAnyone">Whether other accounts may have it, too.</param>
/// <param name="time">The clock of its processes.</param>
internal sealed class Ffmpeg(string setting, bool isForAnyone, TimeProvider time)
{
    /// <summary>For the setting: the first one on the PATH.</summary>
    public const string Auto = "auto";

    /// <summary>For the setting: none.</summary>
    public const string None = "none";

    /// <summary>The most processes at once.</summary>
    public const int MaxProcesses = 16;

    /// <summary>What a process may map, in KiB. It maps some 300 MiB without a stream.</summary>
    private const int MaxMemoryKiB = 1024 * 1024;

    /// <summary>The longest file that it may write, in blocks of 512 or 1024 bytes: shells differ.</summary>
    private const int MaxFileBlocks = 256 * 1024;

    private int _running;

    /// <summary>Not used.</summary>
    public static Ffmpeg Unused { get; } = new(None, isForAnyone: false, TimeProvider.System);

    /// <summary>Whether it is used where it is found.</summary>
    public bool IsUsed => setting != None;

    /// <summary>Whether other accounts may have it, too.</summary>
    public bool IsForAnyone => isForAnyone;

    /// <summary>For messages: <c>there is none on the PATH</c>.</summary>
    public string WhereItIsNot =>
        setting == Auto ? "there is none on the PATH" : $"there is no program at {setting} (--ffmpeg)";

    private static string FileName => OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";

    /// <summary>The program; <see langword="null"/>: there is none now.</summary>
    public string? Find()
    {
        if (setting != Auto)
            return IsUsed && File.Exists(setting) ? setting : null;
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        // A relative folder would be looked up in whatever folder is the current one.
        return folders
            .Where(Path.IsPathFullyQualified)
            .Select(static folder => Path.Combine(folder, FileName))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Begins to run the program.</summary>
    /// <exception cref="ProtocolException">Too many are running.</exception>
    public FfmpegProcess Run(string program, IReadOnlyList<string> arguments)
    {
        if (Interlocked.Increment(ref _running) > MaxProcesses)
        {
            Interlocked.Decrement(ref _running);
            throw new ProtocolException(
                ProtocolErrorCode.Unsupported,
                $"{MaxProcesses} streams are being decoded by ffmpeg, which is the most. Try again when one has ended, "
                    + $"or {ForeignDecoders.WhatIsPlayed}."
            );
        }

        return new FfmpegProcess(Command(program, arguments), time, () => Interlocked.Decrement(ref _running));
    }

    private static ProcessStartInfo Command(string program, IReadOnlyList<string> arguments)
    {
        // Only a shell can limit what the next program may have.
        string limits = $"ulimit -c 0; ulimit -v {MaxMemoryKiB}; ulimit -f {MaxFileBlocks}";
        ProcessStartInfo start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(program, arguments)
            : new ProcessStartInfo(
                "/bin/sh",
                ["-c", $"{{ {limits}; }} 2>/dev/null; exec \"$0\" \"$@\"", program, .. arguments]
            );
        start.WorkingDirectory = Path.GetPathRoot(Path.GetFullPath(program));
        start.UseShellExecute = false;
        start.CreateNoWindow = true;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        return start;
    }
}
