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
    public static Logger Create(RollingLogFile? file, TextWriter? console, bool debug)
    {
        LoggerConfiguration configuration = new LoggerConfiguration()
            .MinimumLevel.Is(debug ? LogEventLevel.Debug : LogEventLevel.Information)
            // The web server's own events do not help the user, and the daemon itself reports a failed start once.
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft.Extensions.Hosting", LogEventLevel.Fatal)
            .Enrich.FromLogContext();
        if (file is not null)
            configuration.WriteTo.Sink(file);
        if (console is not null)
            configuration.WriteTo.Sink(new ConsoleLog(console));
        return configuration.CreateLogger();
    }
}
