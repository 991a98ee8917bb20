using Audio.Protocol;

namespace Audio.Cli.Demo;

/// <summary>A WAV file from the samples folder.</summary>
/// <param name="Name">The file name without its extension.</param>
/// <param name="File">The whole file, header included.</param>
/// <param name="Format">The format from the header.</param>
/// <param name="Frames">The number of frames.</param>
internal sealed record DemoTrack(string Name, byte[] File, AudioFormat Format, long Frames)
{
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Frames / Format.SampleRate);
}
