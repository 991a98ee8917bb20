using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Audio.Host.Logging;

/// <summary>The daemon's log: structured events, as text on the console and in a rolling file.</summary>
internal static class DaemonLog
{
    /// <summary>Makes the logger; whoever made it disposes it, which writes what is left.</summary>
    /// <param name="file">The rolling file, which the logger disposes; <see langword="null"/>: none.</param>
    /// <param name="console">What a person watches; <see langword="null"/>: nobody does.</param>
    /// <param name="debug">Whether everything is said.</param>
    public static Logger Create(RollingLogFile? file, TextWriter? console, bool debug)
    {
        LoggerConfiguration configuration = new LoggerConfiguration()
            .MinimumLevel.Is(debug ? LogEventLevel.Debug : LogEventLevel.Information)
            // The web server's own talk says nothing to the daemon's user; what fails at the start is said once, by us.
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
