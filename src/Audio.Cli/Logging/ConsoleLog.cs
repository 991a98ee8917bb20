using Serilog.Core;
using Serilog.Events;

namespace Audio.Cli.Logging;

/// <summary>
/// Writes each log event as one line to a command's output, for a person who is watching. Any thread.
/// </summary>
internal sealed class ConsoleLog(TextWriter output) : ILogEventSink
{
    private readonly LineFormatter _formatter = new(LogStyle.Console);
    private readonly Lock _lock = new();

    public void Emit(LogEvent logEvent)
    {
        using var text = new StringWriter();
        _formatter.Format(logEvent, text);
        lock (_lock)
        {
            output.Write(text.ToString());
            output.Flush();
        }
    }
}
