using Audio.Core.Engine;
using Audio.Core.Sinks;

namespace Audio.Host.Options;

/// <summary>
/// Reads the options from the defaults, appsettings.json, the environment and the command line. Each overrides the one
/// before.
/// </summary>
internal static class DaemonOptionsLoader
{
    /// <summary>The default configuration file, next to the program.</summary>
    public static string DefaultFile => Path.Combine(AppContext.BaseDirectory, "appsettings.json");

    /// <summary>Reads all settings.</summary>
    /// <param name="layers">The layers, lowest precedence first.</param>
    /// <exception cref="OptionException">A value is invalid; the message addresses the person who set it.</exception>
    public static DaemonOptions Load(params IReadOnlyList<SettingLayer> layers)
    {
        var options = new DaemonOptions();
        var origins = new Dictionary<string, string>();
        foreach (Setting setting in Settings.All)
        {
            for (int i = layers.Count - 1; i >= 0; i--)
            {
                if (layers[i].Find(setting) is not { } value)
                    continue;
                options = layers[i].Apply(options, setting, value);
                origins[setting.Name] = layers[i].Label(setting);
                break;
            }
        }

        AudioEngineOptions engine = options.Engine;
        if (engine.Prefill > engine.MaxBuffered / 2)
        {
            throw new OptionException(
                $"{origins["Prefill"]} must be at most half of what a session may hold "
                    + $"({SettingText.Show(engine.MaxBuffered)}); got {SettingText.Show(engine.Prefill)}"
            );
        }

        long leastTotal = options.MaxMessageBytes + (1L << 20);
        if (options.MaxMessagesBytes < leastTotal)
        {
            string label = origins.GetValueOrDefault("MaxMessagesBytes") ?? origins["MaxMessageBytes"];
            throw new OptionException(
                $"{label}: memory for all messages ({SettingText.Show(options.MaxMessagesBytes)}) must be at "
                    + $"least 1 MiB more than the longest message ({SettingText.Show(leastTotal)})"
            );
        }
        return WithLatency(options, origins.GetValueOrDefault("Latency"));
    }

    /// <summary>
    /// The device must hold two periods. A default latency grows with the period; a chosen one that is too small is an
    /// error, because silently raising it would ignore the user's choice.
    /// </summary>
    private static DaemonOptions WithLatency(DaemonOptions options, string? chosenBy)
    {
        SinkOptions sink = options.Engine.Sink;
        TimeSpan least = 2 * sink.Period;
        if (sink.Latency >= least)
            return options;
        if (chosenBy is not null)
        {
            throw new OptionException(
                $"{chosenBy} must be at least two periods ({SettingText.Show(least)}); got "
                    + $"{SettingText.Show(sink.Latency)}"
            );
        }

        return options with
        {
            Engine = options.Engine with { Sink = sink with { Latency = least } },
        };
    }
}
