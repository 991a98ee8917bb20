using Audio.Testing.Signals;

namespace Audio.Testing.Tools;

/// <summary>Speech: 22,050 Hz, 16-bit, mono.</summary>
public static class EspeakNg
{
    /// <summary>Speaks a text.</summary>
    /// <param name="text">What to say.</param>
    /// <param name="folder">For the file.</param>
    /// <param name="voice">Such as <c>en-us</c> or <c>de+f3</c>.</param>
    public static async Task<WaveFile> SpeakAsync(string text, string folder, string voice = "en-us")
    {
        string path = Path.Combine(folder, $"{Guid.NewGuid():N}.wav");
        await ExternalTool.RunAsync("espeak-ng", "-v", voice, "-w", path, text);
        return WaveFile.Read(path);
    }
}
