// A stand-in for NAudio.Core 3, not a part of it: signatures only, written from the documented surface. See NAudio.Contract.csproj.
namespace NAudio.Wave;

public interface ISampleProvider
{
    WaveFormat WaveFormat { get; }

    int Read(Span<float> buffer);
}

public interface IWaveProvider
{
    WaveFormat WaveFormat { get; }

    int Read(Span<byte> buffer);
}
