using Serilog.Core;
using Serilog.Events;

namespace Audio.Host.Logging;

/// <summary>The log for a person who watches: an event is a line on what a command writes to. Any thread.</summary>
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
