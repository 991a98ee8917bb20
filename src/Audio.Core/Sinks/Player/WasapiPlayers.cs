using NAudio.Wave;

namespace Audio.Core.Sinks.Player;

/// <summary>Windows' own way to its devices.</summary>
internal static class WasapiPlayers
{
    /// <summary>
    /// A player on the default device, which it shares with other programs; Windows converts from the mix rate to the
    /// device's.
    /// </summary>
    /// <exception cref="SinkException">This is not Windows.</exception>
    public static IWavePlayer Make(SinkOptions options)
    {
        if (!OperatingSystem.IsWindows())
        {
            throw new SinkException(
                SinkErrorKind.Configuration,
                "wasapi is Windows' own: choose pulse or portaudio here."
            );
        }

        return new WasapiPlayerBuilder()
            .WithSharedMode()
            .WithEventSync()
            .WithLatency((int)options.Latency.TotalMilliseconds)
            .Build();
    }
}
