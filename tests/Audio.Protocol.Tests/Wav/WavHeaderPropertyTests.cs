using System.Buffers;
using Audio.Protocol.Wav;
using CsCheck;
using static Audio.Protocol.Tests.Wav.WavBytes;

namespace Audio.Protocol.Tests.Wav;

public sealed class WavHeaderPropertyTests
{
    private static readonly Gen<byte[]> Extra = Gen.Select(
        Gen.OneOf("LIST", "JUNK", "fact", "bext", "DATA"),
        Gen.Byte.Array[0, 40],
        (id, body) => Chunk(id, body)
    );

    private static readonly Gen<byte[]> FormatChunk = Gen.Select(
        Gen.OneOf<(ushort, ushort)>((1, 8), (1, 16), (1, 24), (1, 32), (3, 32), (3, 64)),
        Gen.UShort[1, 2],
        Gen.UInt[1, 768_000],
        Gen.Bool,
        (kind, channels, rate, extensible) =>
            Chunk(
                "fmt ",
                extensible
                    ? Extensible(kind.Item1, channels, rate, kind.Item2)
                    : Format(kind.Item1, channels, rate, kind.Item2)
            )
    );

    private static readonly Gen<byte[]> Stream = Gen.Select(
        Extra.Array[0, 3],
        FormatChunk,
        Extra.Array[0, 3],
        Gen.UInt,
        Gen.Byte.Array[0, 30],
        (before, format, between, size, samples) =>
            (byte[])[.. Riff([.. before, format, .. between, Data(size)]), .. samples]
    );

    private static readonly Gen<byte[]> BrokenStream = Gen.Select(
        Stream,
        Gen.Int[0, 1000],
        Gen.Byte,
        (bytes, at, value) =>
        {
            bytes[at % bytes.Length] = value;
            return bytes;
        }
    );

    [Fact]
    public void A_header_is_the_same_wherever_it_is_cut()
    {
        Gen.Select(Stream, Sequences.Lengths)
            .Sample(
                (bytes, lengths) =>
                {
                    Outcome whole = Read(bytes, []);
                    whole.Status.Should().Be(WavHeaderStatus.Header);
                    whole.Header.Format.IsPlayable.Should().BeTrue();
                    Read(bytes, lengths).Should().Be(whole);
                },
                iter: 3_000
            );
    }

    [Fact]
    public void Noise_ends_the_same_way_wherever_it_is_cut()
    {
        Gen<byte[]> riffNoise = Gen.Byte.Array[0, 100].Select(bytes => (byte[])[.. "RIFF0000WAVE"u8, .. bytes]);
        Gen.Select(Gen.OneOf(BrokenStream, riffNoise, Gen.Byte.Array[0, 60]), Sequences.Lengths)
            .Sample((bytes, lengths) => Read(bytes, lengths).Should().Be(Read(bytes, [])), iter: 5_000);
    }

    [Fact]
    public void No_header_makes_the_reader_hold_more_than_its_cap()
    {
        Gen.Int[0, 5000]
            .Sample(
                size =>
                {
                    // Chunk after chunk, none of them the samples.
                    byte[] chunk = [.. "LIST"u8, .. BitConverter.GetBytes(size), .. new byte[size + (size & 1)]];
                    byte[] bytes =
                    [
                        .. Riff(),
                        .. Enumerable.Repeat(chunk, (100_000 / chunk.Length) + 1).SelectMany(part => part),
                    ];
                    var reader = new WavHeaderReader();
                    var sequence = new ReadOnlySequence<byte>(bytes);

                    Action read = () => reader.Read(ref sequence);

                    read.Should().Throw<ProtocolException>().Which.Code.Should().Be(ProtocolErrorCode.TooLarge);
                    (bytes.Length - sequence.Length).Should().BeLessThanOrEqualTo(WavHeaderReader.MaxHeaderBytes);
                },
                iter: 50
            );
    }

    private static Outcome Read(byte[] bytes, int[] lengths)
    {
        var reader = new WavHeaderReader();
        int there = 0;
        int taken = 0;
        WavHeaderStatus status = WavHeaderStatus.Incomplete;
        try
        {
            foreach (int length in lengths.Append(bytes.Length))
            {
                there = Math.Min(bytes.Length, there + length);
                ReadOnlySequence<byte> sequence = Sequences.Cut(
                    bytes.AsMemory(taken, there - taken),
                    [.. lengths.Reverse()]
                );
                status = reader.Read(ref sequence);
                taken = there - (int)sequence.Length;
                if (status != WavHeaderStatus.Incomplete)
                    break;
            }
        }
        catch (ProtocolException error)
        {
            return new Outcome(status, default, 0, error.Message);
        }
        return new Outcome(status, reader.Header, taken, Error: null);
    }

    private readonly record struct Outcome(WavHeaderStatus Status, WavHeader Header, int Taken, string? Error);
}
