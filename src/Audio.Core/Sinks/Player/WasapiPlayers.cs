using NAudio.Wave;

namespace Audio.Core.Sinks.Player;

/// <summary>Creates players for WASAPI, the audio interface of Windows.</summary>
internal static class WasapiPlayers
{
    /// <summary>
    /// Creates a player on the default device in shared mode; Windows converts from the mix rate to the device's.
    /// </summary>
    /// <exception cref="SinkException">This is not Windows.</exception>
    public static IWavePlayer Make(SinkOptions options)
    {
        if (!OperatingSystem.IsWindows())
        {
            throw new SinkException(
                SinkErrorKind.Configuration,
                "wasapi is only available on Windows: choose pulse or portaudio."
            );
        }

        return new WasapiPlayerBuilder()
            .WithSharedMode()
            .WithEventSync()
            .WithLatency((int)options.Latency.TotalMilliseconds)
            .Build();
    }
}
