using Audio.Testing.Signals;

namespace Audio.Testing.Tools;

/// <summary>The reference for resampling.</summary>
public static class Sox
{
    /// <summary>Resamples with sox's very high quality setting, without dither, to 32-bit float.</summary>
    /// <param name="file">What to resample.</param>
    /// <param name="rate">The new rate in hertz.</param>
    /// <param name="folder">The folder for temporary files.</param>
    public static async Task<WaveFile> ResampleAsync(WaveFile file, int rate, string folder)
    {
        string from = Path.Combine(folder, $"{Guid.NewGuid():N}.wav");
        string to = Path.Combine(folder, $"{Guid.NewGuid():N}.wav");
        file.Write(from);
        await ExternalTool.RunAsync("sox", "-D", from, "-e", "float", "-b", "32", "-r", $"{rate}", to, "rate", "-v");
        return WaveFile.Read(to);
    }
}
