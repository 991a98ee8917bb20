using Audio.Protocol;

namespace Audio.Cli.Demo;

/// <summary>A WAV file of the samples folder.</summary>
/// <param name="Name">Its file name without the ending.</param>
/// <param name="File">All its bytes.</param>
/// <param name="Format">The format in its header.</param>
/// <param name="Frames">The frames it holds.</param>
internal sealed record DemoTrack(string Name, byte[] File, AudioFormat Format, long Frames)
{
    /// <summary>How long it plays.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Frames / Format.SampleRate);
}
