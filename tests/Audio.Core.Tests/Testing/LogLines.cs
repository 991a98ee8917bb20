using Microsoft.Extensions.Logging;

namespace Audio.Core.Tests.Testing;

/// <summary>What was logged: level and text.</summary>
internal sealed class LogLines : List<string>, ILogger
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
