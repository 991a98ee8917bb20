using Microsoft.Extensions.Logging;

namespace Audio.Testing;

/// <summary>A logger that keeps each entry as "Level: text".</summary>
public sealed class LogLines : List<string>, ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => Add($"{logLevel}: {formatter(state, exception)}");
}
