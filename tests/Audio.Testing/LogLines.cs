using Microsoft.Extensions.Logging;

namespace Audio.Testing;

/// <summary>The only logger of a program: it keeps each entry as "Level: text".</summary>
public sealed class LogLines : List<string>, ILogger, ILoggerFactory
{
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("There is one logger.");

    public ILogger CreateLogger(string categoryName) => this;

    public void Dispose()
    {
        // It keeps its entries.
    }

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
