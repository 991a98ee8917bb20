using System.IO.Pipelines;
using Audio.Core.Sessions;
using Audio.Core.Tests.Wires.V4;
using Audio.Core.Wires;
using Audio.Core.Wires.V4;
using Audio.Protocol;
using Audio.Protocol.V4;
using Audio.Testing.Engines;

namespace Audio.Core.Tests.Engine;

/// <summary>One client cannot have all sessions.</summary>
public sealed class ClientLimitTests
{
    private static readonly SessionOptions Options = new() { Format = AudioFormat.Pcm16(48_000, 1) };

    [Fact]
    public async Task A_client_has_at_most_as_many_sessions_as_are_allowed_and_others_have_theirs()
    {
        var test = new TestEngine(static options => options.MaxSessionsPerClient = 2);
        AudioSession first = test.Engine.OpenSession(Options with { Client = "a" });
        test.Engine.OpenSession(Options with { Client = "a" });

        AudioException refused = test
            .Engine.Invoking(static engine => engine.OpenSession(Options with { Client = "a" }))
            .Should()
            .Throw<AudioException>()
            .Which;
        test.Engine.OpenSession(Options with { Client = "b" });
        for (int i = 0; i < 5; i++)
            test.Engine.OpenSession(Options);
        first.Cancel();
        await first.Completion;
        test.Engine.OpenSession(Options with { Client = "a" });

        refused.Kind.Should().Be(AudioErrorKind.TooManySessions);
        refused.IsRetryable.Should().BeTrue();
        refused
            .Message.Should()
            .Be(
                "2 sessions of this client are open, as many as one client may have; "
                    + "try again when one of them has ended."
            );
        test.Engine.Sessions.Count.Should().Be(8);
    }

    [Fact]
    public void A_session_whose_name_is_taken_does_not_count()
    {
        var test = new TestEngine(static options => options.MaxSessionsPerClient = 2);
        test.Engine.OpenSession(Options with { Client = "a", Id = "x" });
        for (int i = 0; i < 3; i++)
        {
            test.Engine.Invoking(static engine => engine.OpenSession(Options with { Client = "a", Id = "x" }))
                .Should()
                .Throw<AudioException>()
                .Which.Kind.Should()
                .Be(AudioErrorKind.NameTaken);
        }

        test.Engine.OpenSession(Options with { Client = "a" });
    }

    [Fact]
    public void A_connection_of_chunk_frames_is_a_client_of_its_own_whatever_its_sessions_say()
    {
        var test = new TestEngine(static options => options.MaxSessionsPerClient = 2);
        AudioConnection greedy = test.Engine.Connect(new Pipe().Reader);
        AudioConnection other = test.Engine.Connect(new Pipe().Reader);
        greedy.OpenSession(Options with { Client = "a" });
        greedy.OpenSession(Options with { Client = "b" });

        greedy
            .Invoking(static connection => connection.OpenSession(Options with { Client = "c" }))
            .Should()
            .Throw<AudioException>()
            .Which.Kind.Should()
            .Be(AudioErrorKind.TooManySessions);
        other.OpenSession(Options with { Client = "a" });

        test.Engine.Sessions.Count.Should().Be(3);
    }

    [Fact]
    public async Task A_version_4_client_is_told_its_limit_and_keeps_the_others_out_of_it()
    {
        var rig = new V4Rig(configure: static options => options.MaxSessionsPerClient = 2);
        V4RawClient greedy = await rig.ConnectAsync();
        V4RawClient other = await rig.ConnectAsync();
        await greedy.StartAsync("1");
        await greedy.StartAsync("2");

        V4Error error = await greedy.AskAsync<V4Error>(
            new V4StartSession { AudioFormat = V4AudioFormat.Of(AudioFormat.Pcm16(48_000, 1)) }
        );
        await other.StartAsync("3");

        greedy.Welcome.Limits.MaxSessions.Should().Be(2);
        (error.Code, error.Retryable).Should().Be((V4ErrorCodes.TooManySessions, true));
    }

    [Fact]
    public async Task A_client_that_comes_back_still_has_its_sessions()
    {
        var rig = new V4Rig(new V4ServerOptions { ResumeWindow = TimeSpan.FromMinutes(1) }, static options =>
            options.MaxSessionsPerClient = 2
        );
        V4RawClient gone = await rig.ConnectAsync();
        await gone.StartAsync("1");
        await gone.StartAsync("2");
        await gone.CutAsync();
        V4RawClient back = await rig.ConnectAsync();
        await back.AskAsync<V4Resumed>(new V4Resume { Token = gone.Welcome.ResumeToken });

        V4Error error = await back.AskAsync<V4Error>(
            new V4StartSession { AudioFormat = V4AudioFormat.Of(AudioFormat.Pcm16(48_000, 1)) }
        );

        error.Code.Should().Be(V4ErrorCodes.TooManySessions);
    }
}
