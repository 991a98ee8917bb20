using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Audio.Cli.Logging;

/// <summary>The daemon's log: structured events, as text on the console and in a rolling file.</summary>
internal static class DaemonLog
{
    /// <summary>Creates the logger. The caller disposes it, which flushes what is left.</summary>
    /// <param name="file">The rolling file, which the logger disposes; <see langword="null"/> for none.</param>
    /// <param name="console">The console; <see langword="null"/> for none.</param>
    /// <param name="debug">Whether debug events are logged too.</param>
    /// <param name="time">The clock; null: the system's.</param>
    public static Logger Create(RollingLogFile? file, TextWriter? console, bool debug, TimeProvider? time = null)
    {
        LoggerConfiguration configuration = new LoggerConfiguration()
            .MinimumLevel.Is(debug ? LogEventLevel.Debug : LogEventLevel.Information)
            // The web server's own events do not help the user, and the daemon itself reports a failed start once.
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft.Extensions.Hosting", LogEventLevel.Fatal)
            .Enrich.FromLogContext();
        var sinks = new List<ILogEventSink>();
        if (file is not null)
            sinks.Add(file);
        if (console is not null)
            sinks.Add(new ConsoleLog(console));
        if (!debug)
            sinks = [new LogQuota(sinks, time ?? TimeProvider.System)]; // who asks for everything gets it
        foreach (ILogEventSink sink in sinks)
            configuration.WriteTo.Sink(sink);
        return configuration.CreateLogger();
    }
}
