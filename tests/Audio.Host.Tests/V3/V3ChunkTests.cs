using Audio.Testing.Engines;
using Audio.Testing.Signals;
using static Audio.Host.Tests.V3.DialectRig;

namespace Audio.Host.Tests.V3;

/// <summary>Chunks of a version 3 client, however they are cut.</summary>
public sealed class V3ChunkTests
{
    private readonly DialectRig _rig = new();

    [Fact]
    public void AudioChunk_is_not_answered_and_sounds_at_once()
    {
        _rig.Say(StartPcm16);

        _rig.Say(Chunk(100, -200, 300)).Should().BeEmpty();

        _rig.Test.Output.Render(3);
        _rig.Heard().Should().Equal((short)100, (short)-200, (short)300);
    }

    [Fact]
    public void A_chunk_may_end_in_the_middle_of_a_sample()
    {
        byte[] bytes = TestEngine.Pcm(1, 2, 3, 4, 5, 6, 7, 8);
        _rig.Say(StartPcm16);

        _rig.Say(Chunk(bytes[..15]));
        _rig.Test.Output.Render(7);
        _rig.Heard().Should().Equal(1, 2, 3, 4, 5, 6, 7);

        _rig.Say(Chunk(bytes[15..]));
        _rig.Test.Output.Render(1);
        _rig.Heard().Should().Equal(1, 2, 3, 4, 5, 6, 7, 8);
    }

    [Fact]
    public void AudioChunk_without_a_session_is_not_answered()
    {
        _rig.Say(Chunk(1, 2, 3)).Should().BeEmpty();
        _rig.Say("""{"type":"audio_chunk"}""").Should().BeEmpty();

        _rig.Test.Output.Render(10).Should().BeFalse();
    }

    [Fact]
    public void A_chunk_that_is_none_is_answered_and_neither_counted_nor_heard()
    {
        _rig.Say(StartPcm16);
        _rig.Say(Chunk(1));

        _rig.Say("""{"type":"audio_chunk","chunk":"!!!!"}""")
            .Should()
            .Equal("""{"type":"error","error":"Invalid chunk: it is not base64","timestamp":1755450000000}""");

        _rig.Say(Chunk(2));
        _rig.Test.Output.Render(2);
        _rig.Heard().Should().Equal((short)1, (short)2);
        _rig.Say("""{"type":"stop_session"}""")
            .Should()
            .ContainSingle()
            .Which.Should()
            .Contain("\"bytesReceived\":4,\"chunksProcessed\":2,");
    }

    [Fact]
    public void Wav_the_header_is_stripped_wherever_it_is_cut_and_its_format_counts()
    {
        byte[] header = WaveFile.FromInt16([], 48_000, 1).Header(0);
        header.AsSpan(4, 4).Fill(255);
        _rig.Say(
            """{"type":"start_session","audioFormat":{"format":"wav","sampleRate":8000,"channels":2,"bitDepth":8}}"""
        );
        foreach (byte part in header)
            _rig.Say(Chunk([part])).Should().BeEmpty();

        _rig.Say(Chunk(11, 12));

        _rig.Test.Output.Render(2);
        _rig.Heard().Should().Equal((short)11, (short)12);
    }
}
