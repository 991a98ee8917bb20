using Audio.Core.Engine;
using Audio.Core.Sessions;
using Audio.Core.Tests.Wires.V4;
using Audio.Protocol;
using Audio.Testing.Engines;
using Microsoft.Extensions.Time.Testing;

namespace Audio.Core.Tests.Engine;

/// <summary>The memory of a burst is given back when nothing plays any more, and at no other time.</summary>
public sealed class IdleTrimTests : IDisposable
{
    private static readonly TimeSpan After = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();
    private readonly IdleTrim _trim;
    private bool _idle = true;
    private long _allocated;
    private int _trimmed;

    public IdleTrimTests() => _trim = new IdleTrim(_time, After, () => _idle, () => _allocated, () => _trimmed++);

    [Fact]
    public void After_a_burst_memory_is_given_back_once()
    {
        _allocated += IdleTrim.Worth;
        _trim.Consider();
        _time.Advance(After - TimeSpan.FromMilliseconds(1));
        _trimmed.Should().Be(0);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _trimmed.Should().Be(1);
        _allocated += 10 * IdleTrim.Worth;
        _time.Advance(TimeSpan.FromDays(1));
        _trimmed.Should().Be(1, "no timer is armed");

        _trim.Consider();
        _time.Advance(After);
        _trimmed.Should().Be(2);
    }

    [Fact]
    public void Nothing_is_given_back_while_a_session_is_open()
    {
        _allocated += IdleTrim.Worth;
        _idle = false;
        _trim.Consider();
        _time.Advance(After);
        _idle = true;
        _trim.Consider();
        _time.Advance(After / 2);
        _idle = false;
        _time.Advance(After);
        _trimmed.Should().Be(0);
        _idle = true;
        _trim.Consider();
        _time.Advance(After);
        _trimmed.Should().Be(1);
    }

    [Fact]
    public void The_wait_begins_anew_with_each_session()
    {
        _allocated += IdleTrim.Worth;
        for (int i = 0; i < 10; i++)
        {
            _trim.Consider();
            _time.Advance(0.9 * After);
        }
        _trimmed.Should().Be(0);
    }

    [Fact]
    public void Little_is_not_worth_a_collection()
    {
        _allocated += IdleTrim.Worth - 1;
        _trim.Consider();
        _time.Advance(TimeSpan.FromDays(1));
        _trimmed.Should().Be(0);
    }

    [Theory]
    [InlineData(null, 256)]
    [InlineData(10, 0)]
    public async Task The_pools_keep_nothing_afterwards(int? seconds, int kept)
    {
        var test = new TestEngine(options =>
            options.TrimAfter = seconds is { } time ? TimeSpan.FromSeconds(time) : null
        );
        byte[] sound = new byte[20 * 96_000];
        foreach (int _ in Enumerable.Range(0, 10))
        {
            AudioSession session = test.Engine.OpenSession(
                new SessionOptions { Format = AudioFormat.Pcm16(48_000, 1) }
            );
            await session.WriteAsync(sound);
        }
        foreach (AudioSession session in test.Engine.Sessions)
            session.Cancel();
        for (int i = 0; i < 20; i++)
        {
            test.Output.PlayOut();
            test.Time.Advance(TimeSpan.FromSeconds(1));
        }

        test.Engine.Sessions.Should().BeEmpty();
        test.Engine.BlocksKept.Should().Be(kept);
    }

    [Fact]
    public async Task The_pool_of_backlogs_keeps_nothing_either()
    {
        var test = new TestEngine(static options => options.TrimAfter = After);
        _ = GC.AllocateUninitializedArray<byte>((int)IdleTrim.Worth);
        AudioSession session = test.Engine.OpenSession(
            new SessionOptions { Format = AudioFormat.Pcm16(48_000, 1), KeepsBacklog = true }
        );
        await session.WriteAsync(new byte[60 * 96_000]);
        test.Engine.BacklogBlocksRented.Should().BePositive("the session itself holds 30 s");

        session.Cancel();
        test.Output.PlayOut();
        test.Time.Advance(TimeSpan.FromSeconds(1));
        test.Engine.BacklogBlocks.Retained.Should().BePositive();
        test.Time.Advance(After);

        test.Engine.BacklogBlocks.Retained.Should().Be(0);
    }

    [Fact]
    public async Task A_client_that_opened_no_session_leaves_nothing_either()
    {
        var rig = new V4Rig(configure: static options => options.TrimAfter = After);
        V4RawClient client = await rig.ConnectAsync();
        _ = GC.AllocateUninitializedArray<byte>((int)IdleTrim.Worth); // as its messages would
        long before = GC.GetGCMemoryInfo(GCKind.FullBlocking).Index;

        await client.CutAsync();
        await client.Served;
        rig.Test.Time.Advance(After);

        GC.GetGCMemoryInfo(GCKind.FullBlocking).Index.Should().BeGreaterThan(before);
    }

    public void Dispose() => _trim.Dispose();
}
