using System.Reflection;
using Audio.Client.Tests.Fakes;
using Audio.Protocol;

namespace Audio.Client.Tests.Mocking;

/// <summary>
/// A program that speaks to the interfaces is tested without a daemon: by proxies, as mocking libraries make them.
/// </summary>
public sealed class InterfaceTests
{
    [Theory]
    [InlineData(typeof(AudioDaemonClient), typeof(IAudioDaemonClient))]
    [InlineData(typeof(PlaybackSession), typeof(IPlaybackSession))]
    public void All_that_the_class_does_stands_on_the_interface(Type implementation, Type contract)
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        static string Signature(MethodInfo method) =>
            $"{method.Name}({string.Join(", ", method.GetParameters().Select(Parameter))})";
        static string Parameter(ParameterInfo p) => $"{p.ParameterType} {p.Name} {p.DefaultValue}";

        implementation
            .GetMethods(Own)
            .Select(Signature)
            .Should()
            .BeEquivalentTo(contract.GetMethods().Concat(typeof(IAsyncDisposable).GetMethods()).Select(Signature));
    }

    [Fact]
    public async Task A_programs_own_test_needs_no_daemon()
    {
        var heard = new PlaybackResult
        {
            SessionId = "s",
            Reason = SessionEndReason.Completed,
            ReasonText = "completed",
            FramesPlayed = 1,
            FramesReceived = 1,
            BytesReceived = 2,
            Underruns = 0,
            TimeToFirstAudio = null,
            Played = TimeSpan.FromSeconds(1),
            Restarts = 0,
        };
        var written = new List<byte>();
        IPlaybackSession session = Proxy.Of<IPlaybackSession>(
            (name, arguments) =>
                name switch
                {
                    nameof(IPlaybackSession.WriteAsync) => Write((ReadOnlyMemory<byte>)arguments[0]!),
                    nameof(IPlaybackSession.CompleteAsync) => Task.FromResult(heard),
                    nameof(IAsyncDisposable.DisposeAsync) => ValueTask.CompletedTask,
                    _ => throw new NotSupportedException(name),
                }
        );
        IAudioDaemonClient client = Proxy.Of<IAudioDaemonClient>(
            (name, _) =>
                name == nameof(IAudioDaemonClient.StartSessionAsync)
                    ? Task.FromResult(session)
                    : throw new NotSupportedException(name)
        );

        (await SpeakAsync(client, [1, 2])).Should().Be("heard for 00:00:01");

        written.Should().Equal(1, 2);

        object Write(ReadOnlyMemory<byte> data)
        {
            written.AddRange(data.ToArray());
            return ValueTask.CompletedTask;
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_the_client_throws_can_be_thrown_in_its_place(AudioDaemonException fault, string expected)
    {
        IAudioDaemonClient client = Proxy.Of<IAudioDaemonClient>((_, _) => Task.FromException<IPlaybackSession>(fault));

        (await SpeakAsync(client, [])).Should().Be(expected);
    }

    public static TheoryData<AudioDaemonException, string> Faults =>
        new()
        {
            {
                new AudioConnectionException(AudioDaemonErrorKind.Unreachable, "Nobody is there."),
                "Unreachable, True: Nobody is there."
            },
            {
                new AudioRequestException("too_many_sessions", "Full.", isRetryable: true),
                "TooManySessions, True: Full."
            },
            { new AudioSessionException(AudioDaemonErrorKind.SessionEnded, "Over."), "SessionEnded, False: Over." },
            {
                new AudioEventsMissedException(1024),
                "EventsMissed, False: More than 1024 events waited to be read; some are missing. "
                    + "Read them faster, or subscribe to the observable."
            },
        };

    [Fact]
    public async Task The_clients_own_sessions_are_those_of_the_interface()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();

        Task<IPlaybackSession> starting = ((IAudioDaemonClient)rig.Client).StartSessionAsync(ClientRig.Format);
        await rig.Connection.StartAsync();

        (await starting.Within()).Should().BeOfType<PlaybackSession>();
    }

    /// <summary>The program under test.</summary>
    private static async Task<string> SpeakAsync(IAudioDaemonClient client, byte[] pcm)
    {
        try
        {
            await using IPlaybackSession session = await client.StartSessionAsync(AudioFormat.Pcm16(24_000));
            await session.WriteAsync(pcm);
            return $"heard for {(await session.CompleteAsync()).Played}";
        }
        catch (AudioDaemonException e)
        {
            return $"{e.Kind}, {e.IsRetryable}: {e.Message}";
        }
    }
}

/// <summary>Answers every call of an interface.</summary>
public class Proxy : DispatchProxy
{
    private Func<string, object?[], object?> _answer = null!;

    public static T Of<T>(Func<string, object?[], object?> answer)
        where T : class
    {
        T proxy = Create<T, Proxy>();
        ((Proxy)(object)proxy)._answer = answer;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        _answer(targetMethod!.Name, args ?? []);
}
