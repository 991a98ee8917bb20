using System.IO.Pipelines;
using Audio.Client.Tests.Fakes;
using Audio.Protocol.V4;

namespace Audio.Client.Tests.Sessions;

/// <summary>A session as a stream, as a pipe writer, and as the target of a producer.</summary>
public sealed class SessionAdapterTests
{
    [Fact]
    public async Task As_a_stream()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();

        await using (Stream stream = session.AsStream())
        {
            await new MemoryStream(Waiting.Bytes(300)).CopyToAsync(stream);
            stream.Write(Waiting.Bytes(100, from: 300));
        }

        (await rig.Connection.ExpectBytesAsync(0, 400)).Should().Equal(Waiting.Bytes(400));
        (await rig.Connection.ExpectFrameAsync()).Should().BeEquivalentTo(new Frame(1, 400, IsEnd: true, []));
    }

    [Fact]
    public async Task As_a_pipe_writer()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();

        PipeWriter writer = session.AsPipeWriter();
        Waiting.Bytes(300).CopyTo(writer.GetMemory(300));
        writer.Advance(300);
        await writer.FlushAsync();
        await writer.WriteAsync(Waiting.Bytes(100, from: 300));
        await writer.CompleteAsync();

        (await rig.Connection.ExpectBytesAsync(0, 400)).Should().Equal(Waiting.Bytes(400));
        (await rig.Connection.ExpectFrameAsync()).IsEnd.Should().BeTrue();
    }

    [Fact]
    public async Task A_pipe_writer_that_ends_with_a_fault_cancels()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();

        Task completing = session.AsPipeWriter().CompleteAsync(new InvalidDataException()).AsTask();
        await rig.Connection.ExpectAsync<V4CancelSession>();
        await rig.Connection.SayEndedAsync("s", V4EndReasons.Cancelled);

        await completing.Within();
    }

    [Fact]
    public async Task What_a_producer_gives_is_played_as_it_comes()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        var next = new TaskCompletionSource();

        Task<PlaybackResult> playing = rig.Client.PlayAsync(
            ClientRig.Format,
            Produce(),
            new AudioSessionOptions { SessionId = "s", Volume = 0.5 }
        );
        V4StartSession start = await rig.Connection.StartAsync();
        start.Volume.Should().Be(0.5);
        (await rig.Connection.ExpectFrameAsync()).Payload.Should().Equal(Waiting.Bytes(100));
        next.SetResult();
        (await rig.Connection.ExpectFrameAsync()).Payload.Should().Equal(Waiting.Bytes(100, from: 100));
        (await rig.Connection.ExpectFrameAsync()).IsEnd.Should().BeTrue();
        await rig.Connection.SayEndedAsync("s", frames: 100);

        (await playing.Within()).FramesPlayed.Should().Be(100);

        async IAsyncEnumerable<ReadOnlyMemory<byte>> Produce()
        {
            yield return Waiting.Bytes(100);
            await next.Task;
            yield return Waiting.Bytes(100, from: 100);
        }
    }

    [Fact]
    public async Task Cancelling_while_it_plays_is_silence_at_once()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        using var cancel = new CancellationTokenSource();
        Task<PlaybackResult> playing = rig.Client.PlayAsync(
            ClientRig.Format,
            AsyncEnumerable.Empty<ReadOnlyMemory<byte>>(),
            new AudioSessionOptions { SessionId = "s" },
            cancel.Token
        );
        await rig.Connection.StartAsync();
        (await rig.Connection.ExpectFrameAsync()).IsEnd.Should().BeTrue();

        await cancel.CancelAsync();

        await rig.Connection.ExpectAsync<V4CancelSession>();
        await FluentActions.Awaiting(() => playing.Within()).Should().ThrowAsync<OperationCanceledException>();
    }
}
