using System.Buffers;
using Audio.Protocol.Chunks;
using Audio.Testing;
using CsCheck;

namespace Audio.Protocol.Tests.Chunks;

public sealed class ChunkFramePropertyTests
{
    private static readonly ChunkFrameLimits Limits = new(MaxPayloadBytes: 64);

    private static readonly Gen<byte[]> Frame = Gen.Select(
        Gen.UInt,
        Gen.Long[0, long.MaxValue],
        Gen.Bool,
        Gen.Byte.Array[0, 64],
        Gen.Byte.Array[0, 9],
        (session, offset, end, payload, extra) =>
        {
            byte[] frame = new byte[ChunkFrameWriter.Overhead + extra.Length + payload.Length];
            ChunkFrameWriter.WriteOverhead(
                frame,
                session,
                offset,
                end ? ChunkFrameFlags.EndOfStream : ChunkFrameFlags.None,
                extra.Length + payload.Length
            );
            frame[7] += (byte)extra.Length;
            extra.CopyTo(frame, ChunkFrameWriter.Overhead);
            payload.CopyTo(frame, ChunkFrameWriter.Overhead + extra.Length);
            return frame;
        }
    );

    private static readonly Gen<byte[]> Stream = Frame
        .Array[0, 8]
        .Select(frames => frames.SelectMany(frame => frame).ToArray());

    /// <summary>Streams of which one byte is not what it was: a length, a version, a flag, or only a sample.</summary>
    private static readonly Gen<byte[]> BrokenStream = Gen.Select(
        Stream,
        Gen.Int[0, 1000],
        Gen.Byte,
        (bytes, at, value) =>
        {
            if (bytes.Length > 0)
                bytes[at % bytes.Length] = value;
            return bytes;
        }
    );

    [Fact]
    public void What_was_written_is_read_wherever_it_is_cut()
    {
        Gen.Select(Stream, Sequences.Lengths)
            .Sample(
                (bytes, lengths) =>
                {
                    Outcome whole = ReadAll(bytes, []);
                    whole.Error.Should().BeNull();
                    whole.Rest.Should().Be(0);
                    ReadAll(bytes, lengths).Should().BeEquivalentTo(whole);
                },
                iter: 3_000
            );
    }

    [Fact]
    public void Noise_ends_at_the_same_place_with_the_same_error_wherever_it_is_cut()
    {
        Gen.Select(Gen.OneOf(BrokenStream, Gen.Byte.Array[0, 200]), Sequences.Lengths)
            .Sample(
                (bytes, lengths) => ReadAll(bytes, lengths).Should().BeEquivalentTo(ReadAll(bytes, [])),
                iter: 5_000
            );
    }

    [Fact]
    public void Nothing_longer_than_the_cap_is_ever_waited_for()
    {
        Gen.Select(Gen.UInt, Gen.Byte.Array[0, 2000])
            .Sample(
                (length, rest) =>
                {
                    byte[] bytes =
                    [
                        .. BitConverter.GetBytes(length),
                        ChunkFrameReader.Kind,
                        ChunkFrameHeader.Version,
                        0,
                        16,
                        0,
                        .. rest,
                    ];
                    var buffer = new ReadOnlySequence<byte>(bytes);
                    try
                    {
                        bool read = ChunkFrameReader.TryRead(ref buffer, Limits, out _);

                        // It waits only for a frame that may still come.
                        if (!read)
                        {
                            (ChunkFrameReader.PrefixSize + (long)length)
                                .Should()
                                .BeGreaterThan(bytes.Length)
                                .And.BeLessThanOrEqualTo(ChunkFrameWriter.Overhead + ChunkFrameHeader.MaxLength + 64);
                        }
                    }
                    catch (ProtocolException) { }
                },
                iter: 5_000
            );
    }

    [Fact]
    public void Reading_and_writing_allocate_nothing()
    {
        var writer = new FixedWriter(new byte[1000]);
        var frame = new ChunkFrame(1, 2, ChunkFrameFlags.None, Sequences.Cut(new byte[60], 7, 20));
        Allocations.Of(Run).Should().Be(0);

        void Run()
        {
            writer.Length = 0;
            ChunkFrameWriter.Write(writer, frame);
            var buffer = new ReadOnlySequence<byte>(writer.Bytes, 0, writer.Length);
            if (!ChunkFrameReader.TryRead(ref buffer, Limits, out _))
                throw new InvalidOperationException("The frame was not read.");
        }
    }

    /// <summary>Reads as a connection does: what is not taken stays in front of what comes next.</summary>
    private static Outcome ReadAll(byte[] bytes, int[] lengths)
    {
        var frames = new List<string>();
        int taken = 0;
        int there = 0;
        try
        {
            foreach (int length in lengths.Append(bytes.Length))
            {
                there = Math.Min(bytes.Length, there + length);
                ReadOnlySequence<byte> buffer = Sequences.Cut(
                    bytes.AsMemory(taken, there - taken),
                    [.. lengths.Reverse()]
                );
                while (ChunkFrameReader.TryRead(ref buffer, Limits, out ChunkFrame frame))
                {
                    frames.Add(
                        $"{frame.Session} {frame.Offset} {frame.Flags} {Convert.ToHexString(frame.Payload.ToArray())}"
                    );
                }

                taken = there - (int)buffer.Length;
            }
            return new Outcome(frames, null, bytes.Length - taken);
        }
        catch (ProtocolException error)
        {
            return new Outcome(frames, error.Message, -1);
        }
    }

    private sealed record Outcome(IReadOnlyList<string> Frames, string? Error, int Rest);

    private sealed class FixedWriter(byte[] bytes) : IBufferWriter<byte>
    {
        public byte[] Bytes => bytes;

        public int Length { get; set; }

        public void Advance(int count) => Length += count;

        public Memory<byte> GetMemory(int sizeHint = 0) => bytes.AsMemory(Length);

        public Span<byte> GetSpan(int sizeHint = 0) => bytes.AsSpan(Length);
    }
}
