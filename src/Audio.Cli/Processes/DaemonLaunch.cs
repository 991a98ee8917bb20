using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Audio.Cli.Invocation;
using Audio.Cli.Logs;
using Audio.Cli.State;
using Audio.Cli.Status;
using Audio.Host.Options;

namespace Audio.Cli.Processes;

/// <summary>The result of a launch.</summary>
/// <param name="State">The daemon, which answers; <see langword="null"/> if the launch failed.</param>
/// <param name="ExitCode">The exit code for the command.</param>
/// <param name="Failure">The error message, with the output of the process and the last lines of its log.</param>
internal readonly record struct LaunchResult(DaemonState? State, int ExitCode, string Failure);

/// <summary>
/// Starts a daemon process that outlives this one, and waits until it answers <c>/health</c>. The process writes its
/// state file once it listens; the port in it is needed if a free port was requested.
/// </summary>
internal sealed class DaemonLaunch(
    CommandContext context,
    DaemonOptions options,
    IReadOnlyDictionary<string, string> arguments
) : IDisposable
{
    /// <summary>Hidden option of <c>run</c>, for the process started here.</summary>
    public const string DetachedOption = "--detached";

    private const int LinesOfLog = 20;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    /// <summary>The longest that a start takes to succeed or fail.</summary>
    public static TimeSpan LongestStart => Limit + DaemonProbe.Patience + EndLimit;

    //  *this command only*
    private readonly StateStore _store = context.Store(options);
    private readonly DaemonProbe _probe = new();
    private readonly StringBuilder _said = new();

    /// <summary>Starts the process and waits for its answer.</summary>
    /// <param name="stop">Cancels the start: the process is ended.</param>
    public async Task<LaunchResult> RunAsync(CancellationToken stop)
    {
        string logFile = context.LogFile(options, options.Port);
        long logLength = File.Exists(logFile) ? new FileInfo(logFile).Length : 0;
        using Process process = Start();
        DaemonState? state = null;
        bool answers = await Poll.UntilAsync(
            async () =>
            {
                if (process.HasExited || stop.IsCancellationRequested)
                    return true;
                state ??= _store.ReadAll().FirstOrDefault(s => s.Process.Id == process.Id && s.Process.IsRunning);
                return state is not null && await _probe.IsHealthyAsync(state.Url);
            },
            Limit,
            context.Time
        );

        if (stop.IsCancellationRequested)
        {
            await EndAsync(process, state);
            return new LaunchResult(null, ExitCode.Interrupted, "audiod was not started: interrupted.");
        }
        if (answers && !process.HasExited)
            return new LaunchResult(state, ExitCode.Ok, "");

        string failure;
        int code = ExitCode.Failed;
        if (process.HasExited)
        {
            await process.WaitForExitAsync(CancellationToken.None); // Waits for the rest of its output.
            code = process.ExitCode is > 0 and < 128 ? process.ExitCode : ExitCode.Failed;
            failure =
                process.ExitCode == ExitCode.Ok
                    ? "audiod was stopped while it was starting."
                    : $"audiod did not start; its process ended with exit code {process.ExitCode}.";
        }
        else
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            failure =
                $"audiod did not answer /health within {SettingText.Show(Limit)}; "
                + $"its process (pid {process.Id}) was killed.";
            if (state is not null)
                _store.Remove(state);
        }

        return new LaunchResult(null, code, failure + Details(state?.LogFile ?? logFile, logLength));
    }

    /// <summary>
    /// The file that a daemon writes its mix to; <see langword="null"/> if there is none or the daemon does not report
    /// it.
    /// </summary>
    public async Task<string?> FileAsync(DaemonState daemon)
    {
        const string Wav = "wav: ";
        using JsonDocument? status = await _probe.StatusAsync(daemon.Url);
        return
            status is not null
            && status.RootElement.TryGetProperty("output", out JsonElement output)
            && JsonFields.String(output, "sink") is { } name
            && name.StartsWith(Wav, StringComparison.Ordinal)
            ? name[Wav.Length..]
            : null;
    }

    public void Dispose() => _probe.Dispose();

    /// <summary>Asks the process to end, and kills it if it does not.</summary>
    private async Task EndAsync(Process process, DaemonState? state)
    {
        if (ProcessMark.Of(process.Id) is { } daemon)
        {
            ProcessSignals.AskToEnd(daemon);
            if (!await ProcessSignals.WaitUntilGoneAsync(daemon, EndLimit, context.Time))
                ProcessSignals.End(daemon);
        }
        if (state is not null)
            _store.Remove(state); // A killed daemon could not do so itself.
    }

    private Process Start()
    {
        string program = Environment.ProcessPath
            ?? throw new InvalidOperationException("The path of this program is unknown.");
        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(program) is "dotnet")
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Audio.Cli.dll"));
        start.ArgumentList.Add("run");
        start.ArgumentList.Add(DetachedOption);
        foreach (string word in SettingSymbols.WordsOf(arguments))
            start.ArgumentList.Add(word);

        var process = new Process { StartInfo = start };
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Keep(object sender, DataReceivedEventArgs e)
    {
        lock (_said)
        {
            if (e.Data is not null && _said.Length < 64 * 1024)
                _said.AppendLine(e.Data);
        }
    }

    private string Details(string logFile, long logLength)
    {
        var details = new StringBuilder();
        lock (_said)
        {
            if (_said.Length > 0)
                details.AppendLine().Append(_said.ToString().TrimEnd());
        }

        IReadOnlyList<string> lines = [.. LogTail.LinesFrom(logFile, logLength).TakeLast(LinesOfLog)];
        if (lines.Count > 0)
            details.AppendLine().AppendLine($"The last lines of {logFile}:").AppendJoin(Environment.NewLine, lines);
        return details.ToString();
    }
}
