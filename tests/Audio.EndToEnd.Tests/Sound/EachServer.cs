using Audio.Testing.Pulse;

namespace Audio.EndToEnd.Tests.Sound;

/// <summary>
/// Runs a test on every kind of sound server at the same time, because nearly all of its time is spent listening. Only
/// for tests whose buffers are longer than the other one can delay them.
/// </summary>
internal static class EachServer
{
    private static readonly SoundServerKind[] Kinds = Enum.GetValues<SoundServerKind>();

    /// <summary>Runs the test to its end on each kind, also if it fails on another.</summary>
    public static Task RunAsync(Func<SoundServerKind, Task> test) =>
        Task.WhenAll(Kinds.Select(kind => Task.Run(() => RunAsync(kind, test))));

    private static async Task RunAsync(SoundServerKind kind, Func<SoundServerKind, Task> test)
    {
        try
        {
            await test(kind);
        }
        catch
        {
            TestContext.Current.TestOutputHelper!.WriteLine($"It did not pass on {kind}.");
            throw;
        }
    }
}
