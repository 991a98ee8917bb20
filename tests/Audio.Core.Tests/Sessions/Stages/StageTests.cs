using System.Buffers;
using Audio.Core.Buffers;
using Audio.Core.Codecs.Pcm;
using Audio.Core.Dsp;
using Audio.Core.Sessions.Stages;
using Audio.Protocol;

namespace Audio.Core.Tests.Sessions.Stages;

/// <summary>Each stage alone, in front of one that has as much room as the test gives it.</summary>
public sealed class StageTests : IDisposable
{
    private readonly JitterBuffer _mono = new(
        new SampleBlockPool(capacity: 10),
        AudioFormat.Float32(48_000, 1),
        4_800,
        tailFrames: 200
    );
    private readonly JitterBuffer _stereo = new(
        new SampleBlockPool(capacity: 10),
        AudioFormat.Float32(48_000, 2),
        4_800
    );
    private readonly Next _next = new();
    private readonly ByteMap _map = new();
    private PcmDecoder? _decoder;

    public void Dispose()
    {
        _decoder?.Dispose();
        _mono.Dispose();
        _stereo.Dispose();
    }

    [Fact]
    public void Decode_stops_where_there_is_no_room_and_goes_on_from_there()
    {
        DecodeStage decode = Decoding(AudioFormat.Pcm16(48_000, 1), _mono);
        ReadOnlySequence<byte> bytes = Bytes(0, 64, 0, 32, 0, 16);
        _next.Room = 2;
        decode.Push(ref bytes).Should().BeFalse();
        bytes.Length.Should().Be(2);
        decode.FramesDecoded.Should().Be(2);
        _next.Room = 10;
        decode.Push(ref bytes).Should().BeTrue();
        _next.Written.Should().Equal(0.5f, 0.25f, 0.125f);
        decode.FramesDecoded.Should().Be(3);
    }

    [Fact]
    public void Decode_joins_a_frame_that_was_cut_and_ignores_one_that_stays_cut()
    {
        DecodeStage decode = Decoding(AudioFormat.Pcm16(48_000, 1), _mono);
        _next.Room = 10;
        ReadOnlySequence<byte> first = Bytes(0);
        ReadOnlySequence<byte> second = Bytes(64, 0);
        decode.Push(ref first).Should().BeTrue();
        _map.FrameAt(2, bytesPerFrame: 2).Should().Be(1, "a byte waits for the second of the first frame");
        decode.Push(ref second).Should().BeTrue();
        decode.End().Should().BeTrue();
        _next.Written.Should().Equal(0.5f);
        _decoder!.BytesIgnored.Should().Be(1);
    }

    [Fact]
    public void Decode_mixes_six_channels_to_two()
    {
        DecodeStage decode = Decoding(AudioFormat.Pcm16(48_000, 6), _stereo);
        _next.Room = 10;
        ReadOnlySequence<byte> bytes = Bytes(0, 64, 0, 32, 0, 16, 0, 8, 0, 4, 0, 2);
        decode.Push(ref bytes).Should().BeTrue();
        float[] stereo = new float[2];
        ChannelMatrix.Between(6, 2).Mix([0.5f, 0.25f, 0.125f, 0.0625f, 0.03125f, 0.015625f], stereo);
        _next.Written.Should().Equal(stereo);
        decode.FramesDecoded.Should().Be(1);
        _stereo.EndsInSilence.Should().BeFalse();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000)]
    public void Resample_makes_the_same_in_whatever_pieces_there_is_room_for(int room)
    {
        float[] sound = [.. Enumerable.Range(0, 300).Select(i => MathF.Sin(i * 0.1f))];
        float[] whole = Resample(sound, int.MaxValue / 2);
        whole.Should().HaveCount(600);
        _next.Written.Clear();
        Resample(sound, room).Should().Equal(whole);
    }

    [Fact]
    public void Resample_keeps_its_tail_back_and_shows_what_it_would_be()
    {
        ResampleStage stage = Doubling();
        _next.Room = 10_000;
        Write(stage, new float[300]);
        stage.Drain().Should().BeTrue();
        int tail = 600 - _next.Written.Count;
        tail.Should().BePositive();
        stage.Preview();
        _next.Previewed.Should().Equal(tail);
        stage.Preview();
        _next.Previewed.Should().Equal([tail], "nothing has come since");
        stage.IsHolding.Should().BeFalse();
    }

    [Fact]
    public void Resample_holds_its_tail_where_the_next_cannot_say_what_becomes_of_it_until_it_is_let_out()
    {
        ResampleStage stage = Doubling();
        _next.Room = 10_000;
        _next.KnowsPreview = false;
        Write(stage, new float[300]);
        stage.Drain();
        stage.Preview();
        stage.IsHolding.Should().BeTrue();
        stage.LetOut().Should().BeTrue();
        stage.IsHolding.Should().BeFalse();
        _next.Written.Should().HaveCount(600);
        _next.Calls.Should().Equal("let out");
    }

    [Fact]
    public void Resample_begins_anew_behind_its_tail()
    {
        ResampleStage stage = Doubling();
        _next.Room = 10_000;
        Write(stage, [.. Enumerable.Repeat(0.5f, 300)]);
        stage.Drain();
        stage.BeginAnew().Should().BeTrue();
        _next.Written.Should().HaveCount(600);
        _next.Calls.Should().Equal("begin anew");
        _next.Written.Clear();
        Write(stage, new float[300]);
        stage.Drain();
        _next.Written.Should().OnlyContain(sample => sample == 0f, "the sound before does not sound into it");
    }

    [Fact]
    public void Resample_asks_for_no_more_than_what_comes_of_it_has_room_for()
    {
        ResampleStage stage = Doubling();
        _next.Room = 101;
        stage.FreeFrames.Should().Be(49, "half of it, and one for the tail");
    }

    [Fact]
    public void The_map_leads_from_one_rate_to_the_other_and_back()
    {
        var map = new StreamMap(24_000, _mono);
        _mono.Write(new float[480]);
        map.ToStreamFrame(480).Should().Be(240);
        map.ToBufferFrame(239).Should().Be(478);
        map.ToBufferFrame(240).Should().BeNull("it is not there yet");
        map.SkippedUpTo(240).Should().Be(0);
        map.FramesSkipped.Should().Be(0);
    }

    private DecodeStage Decoding(AudioFormat format, JitterBuffer buffer) =>
        new(_decoder = new PcmDecoder(format), taken: 0, _map, buffer, _next);

    private static ReadOnlySequence<byte> Bytes(params byte[] bytes) => new(bytes);

    private static void Write(ResampleStage stage, float[] samples)
    {
        samples.CopyTo(stage.GetSpan());
        stage.Advance(samples.Length);
    }

    private ResampleStage Doubling() => new(new Resampler(24_000, 48_000, 1), 24_000, _mono, _next);

    /// <summary>Gives the next stage so much room again and again, until all is out.</summary>
    private float[] Resample(float[] sound, int room)
    {
        ResampleStage stage = Doubling();
        Write(stage, sound);
        do _next.Room = room;
        while (!stage.Drain());
        do _next.Room = room;
        while (!stage.Flush());
        return [.. _next.Written];
    }

    /// <summary>What stands behind: it keeps what it is given, and has room for so many samples.</summary>
    private sealed class Next : IMixRateStage
    {
        private readonly float[] _memory = new float[2_048];

        public int Room { get; set; }

        public bool KnowsPreview { get; set; } = true;

        public List<float> Written { get; } = [];

        public List<int> Previewed { get; } = [];

        public List<string> Calls { get; } = [];

        public long FreeFrames => Room;

        public bool IsHolding => false;

        public Span<float> GetSpan() => _memory.AsSpan(0, Math.Min(Room, _memory.Length));

        public void Advance(int samples)
        {
            Written.AddRange(_memory[..samples]);
            Room -= samples;
        }

        public bool Drain() => true;

        public bool LetOut()
        {
            Calls.Add("let out");
            return true;
        }

        public bool BeginAnew()
        {
            Calls.Add("begin anew");
            return true;
        }

        public bool Preview(Span<float> samples, out int made)
        {
            Previewed.Add(samples.Length);
            made = KnowsPreview ? samples.Length : 0;
            return KnowsPreview;
        }

        public bool Flush() => true;
    }
}
