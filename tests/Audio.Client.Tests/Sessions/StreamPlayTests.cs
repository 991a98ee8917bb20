using System.IO.Pipelines;
using Audio.Client.Tests.Fakes;
using Audio.Protocol;
using Audio.Protocol.V4;

namespace Audio.Client.Tests.Sessions;

public sealed class StreamPlayTests
{
    private const string Refusal = "It is a PNG image, which is not played; send WAV, MP3, FLAC or Ogg.";

    private static readonly V4AudioFormat Auto = new("auto");
    private static readonly AudioSessionOptions Named = new() { SessionId = "s" };

    [Fact]
    public async Task A_stream_is_sent_byte_for_byte_and_the_daemon_finds_its_format()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        byte[] bytes = Waiting.Bytes(200_001);

        Task<PlaybackResult> playing = rig.Client.PlayAsync(new MemoryStream(bytes), Named);
        V4StartSession start = await rig.Connection.StartAsync();
        byte[] sent = await rig.Connection.ExpectBytesAsync(0, bytes.Length);
        (await rig.Connection.ExpectFrameAsync()).IsEnd.Should().BeTrue();
        await rig.Connection.SayAsync(Ended(bytes.Length));

        start.AudioFormat.Should().Be(Auto);
        sent.Should().Equal(bytes);
        PlaybackResult result = await playing.Within();
        result.FramesPlayed.Should().Be(36_000);
        result.SampleRate.Should().Be(24_000);
        result.Played.Should().Be(TimeSpan.FromSeconds(1.5));
        result.BytesReceived.Should().Be(bytes.Length);
        result.Damaged.Should().Be(2);
    }

    [Fact]
    public async Task A_file_is_played_from_its_first_byte_to_its_last()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            string path = Path.Combine(folder.FullName, "a b.mp3");
            byte[] bytes = Waiting.Bytes(100_001);
            await File.WriteAllBytesAsync(path, bytes);

            Task<PlaybackResult> playing = rig.Client.PlayFileAsync(path, Named);
            V4StartSession start = await rig.Connection.StartAsync();
            byte[] sent = await rig.Connection.ExpectBytesAsync(0, bytes.Length);
            (await rig.Connection.ExpectFrameAsync()).IsEnd.Should().BeTrue();
            await rig.Connection.SayAsync(Ended(bytes.Length));

            start.AudioFormat.Should().Be(Auto);
            sent.Should().Equal(bytes);
            (await playing.Within()).FramesPlayed.Should().Be(36_000);
            File.Delete(path); // and nobody holds it
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_file_that_cannot_be_played_is_named_with_what_was_found()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            string picture = Path.Combine(folder.FullName, "picture.mp3");
            await File.WriteAllBytesAsync(picture, Waiting.Bytes(100));

            await FluentActions
                .Awaiting(() => rig.Client.PlayFileAsync(Path.Combine(folder.FullName, "none.wav")))
                .Should()
                .ThrowAsync<FileNotFoundException>()
                .WithMessage("*none.wav*");
            await FluentActions
                .Awaiting(() => rig.Client.PlayFileAsync(folder.FullName))
                .Should()
                .ThrowAsync<IOException>()
                .WithMessage("*is a folder*");
            await FluentActions.Awaiting(() => rig.Client.PlayFileAsync("")).Should().ThrowAsync<ArgumentException>();

            Task<PlaybackResult> playing = rig.Client.PlayFileAsync(picture, Named);
            await rig.Connection.StartAsync();
            await rig.Connection.SayEndedAsync("s", V4EndReasons.Failed, bytes: 100, error: Refusal);

            (await FluentActions.Awaiting(() => playing.Within()).Should().ThrowAsync<ProtocolException>())
                .WithMessage($"'{picture}' cannot be played: {Refusal}")
                .Which.Code.Should()
                .Be(ProtocolErrorCode.Unsupported);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_file_in_memory_is_played_too()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        byte[] bytes = Waiting.Bytes(1_001);

        Task<PlaybackResult> playing = rig.Client.PlayAsync(bytes, Named);
        V4StartSession start = await rig.Connection.StartAsync();
        byte[] sent = await rig.Connection.ExpectBytesAsync(0, bytes.Length);
        (await rig.Connection.ExpectFrameAsync()).IsEnd.Should().BeTrue();
        await rig.Connection.SayAsync(Ended(bytes.Length));

        start.AudioFormat.Should().Be(Auto);
        sent.Should().Equal(bytes);
        (await playing.Within()).Played.Should().Be(TimeSpan.FromSeconds(1.5));
    }

    [Fact]
    public async Task An_empty_stream_is_an_error()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();

        Task<PlaybackResult> playing = rig.Client.PlayAsync(new MemoryStream(), Named);
        await rig.Connection.StartAsync();
        (await rig.Connection.ExpectFrameAsync()).IsEnd.Should().BeTrue();
        await rig.Connection.SayEndedAsync("s");

        (await FluentActions.Awaiting(() => playing.Within()).Should().ThrowAsync<ProtocolException>()).WithMessage(
            "It is empty."
        );
    }

    [Fact]
    public async Task What_the_daemon_refuses_is_told_although_the_producer_is_silent()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        var producer = new Pipe();
        await producer.Writer.WriteAsync(Waiting.Bytes(100));

        Task<PlaybackResult> playing = rig.Client.PlayAsync(producer.Reader.AsStream(), Named);
        await rig.Connection.StartAsync();
        await rig.Connection.ExpectBytesAsync(0, 100);
        await rig.Connection.SayEndedAsync("s", V4EndReasons.Failed, bytes: 100, error: Refusal);

        (await FluentActions.Awaiting(() => playing.Within()).Should().ThrowAsync<ProtocolException>()).WithMessage(
            Refusal
        );
    }

    [Fact]
    public async Task A_stream_that_fails_after_some_sound_has_a_result()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();

        Task<PlaybackResult> playing = rig.Client.PlayAsync(Waiting.Bytes(100), Named);
        await rig.Connection.StartAsync();
        await rig.Connection.SayEndedAsync("s", V4EndReasons.Failed, frames: 10, bytes: 100, error: "Broken.");

        PlaybackResult result = await playing.Within();
        result.Reason.Should().Be(SessionEndReason.Failed);
        result.Error.Should().Be("Broken.");
    }

    [Fact]
    public async Task Samples_in_memory_are_played_in_the_format_beside_them()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        byte[] samples = Waiting.Bytes(1_000);

        Task<PlaybackResult> playing = rig.Client.PlayAsync(AudioFormat.Pcm16(16_000), samples, Named);
        V4StartSession start = await rig.Connection.StartAsync();
        byte[] sent = await rig.Connection.ExpectBytesAsync(0, samples.Length);
        (await rig.Connection.ExpectFrameAsync()).IsEnd.Should().BeTrue();
        await rig.Connection.SayEndedAsync("s", frames: 500);

        start.AudioFormat.Should().Be(new V4AudioFormat("pcm", 16_000, 1, "pcm_s16le"));
        sent.Should().Equal(samples);
        PlaybackResult result = await playing.Within();
        result.FramesPlayed.Should().Be(500);
        result.SampleRate.Should().Be(16_000);
    }

    [Fact]
    public async Task With_a_container_the_format_is_that_of_bare_samples()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();

        Task<PlaybackSession> starting = rig.Client.StartSessionAsync(
            AudioFormat.Pcm16(16_000),
            Named with
            {
                Container = AudioContainer.Auto,
            }
        );
        V4StartSession start = await rig.Connection.StartAsync();

        start.AudioFormat.Should().Be(new V4AudioFormat("auto", 16_000, 1, "pcm_s16le"));
        (await starting.Within()).Format.Should().BeNull();
    }

    [Fact]
    public async Task Progress_and_a_lost_session_are_told_by_the_daemons_count()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        Task<PlaybackSession> starting = rig.Client.StartSessionAsync(Named);
        await rig.Connection.StartAsync();
        PlaybackSession session = await starting.Within();
        IAsyncEnumerator<SessionEvent> events = session
            .ReadEventsAsync(TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await session.WriteAsync(Waiting.Bytes(101), TestContext.Current.CancellationToken);
        await rig.Connection.ExpectBytesAsync(0, 101);

        await rig.Connection.FlowAsync(1, received: 101, limit: 1_000, played: 0);
        await rig.Connection.SayAsync(new V4FlowMessage("s", 1, 101, 1_000, 33) { PlayedMs = 250 });

        (await events.MoveNextAsync()).Should().BeTrue();
        events.Current.Should().Be(new SessionProgress("s", 101, 0));
        (await events.MoveNextAsync()).Should().BeTrue();
        events.Current.Should().Be(new SessionProgress("s", 101, 33) { Played = TimeSpan.FromMilliseconds(250) });
        session.Format.Should().BeNull();
        await rig.Client.DisposeAsync();
        PlaybackResult result = await session.Completion.Within();
        result.Reason.Should().Be(SessionEndReason.Lost);
        result.Played.Should().Be(TimeSpan.FromMilliseconds(250));
        (result.FramesPlayed, result.SampleRate).Should().Be((0, null));
    }

    [Fact]
    public async Task A_mark_at_the_end_is_heard_when_all_of_it_was()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        Task<PlaybackSession> starting = rig.Client.StartSessionAsync(Named);
        await rig.Connection.StartAsync();
        PlaybackSession session = await starting.Within();
        var events = new List<SessionEvent>();
        using IDisposable subscription = session.Events.Subscribe(new Collector<SessionEvent>(events));
        await session.WriteAsync(Waiting.Bytes(101), TestContext.Current.CancellationToken);
        await rig.Connection.ExpectBytesAsync(0, 101);
        Task marking = session.MarkAsync("end", cancellationToken: TestContext.Current.CancellationToken);
        V4Mark mark = await rig.Connection.ExpectAsync<V4Mark>();
        await rig.Connection.SayAsync(new V4MarkSet("s", 101, "end") { RequestId = mark.RequestId });
        await marking.Within();

        await rig.Connection.SayAsync(Ended(101));

        await session.Completion.Within();
        events.OfType<SessionMarkHeard>().Should().Equal(new SessionMarkHeard("s", "end", 101));
    }

    /// <summary>1.5 s of a stream at 24 kHz.</summary>
    private static V4SessionEnded Ended(long bytes) =>
        FakeConnection.Ended("s", frames: 36_000, bytes: bytes) with
        {
            SampleRate = 24_000,
            Damaged = 2,
        };
}
