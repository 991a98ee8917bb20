using System.Net.Sockets;
using Audio.Hostile.Daemon;

namespace Audio.Hostile.Floods;

/// <summary>Something that two clients do to the daemon while others use it.</summary>
/// <param name="Name">Its name on the command line and in the table.</param>
/// <param name="Act">What one of the two does until the flood is over; called again if its connection ends.</param>
internal sealed record Flood(string Name, Action<FloodContext, int> Act)
{
    private static readonly TimeSpan BeforeNext = TimeSpan.FromMilliseconds(20);

    /// <summary>Options of its daemon.</summary>
    public IReadOnlyList<string> DaemonArguments { get; init; } = [];

    /// <summary>Descriptors that its daemon may have.</summary>
    public int? MaxFiles { get; init; }

    /// <summary>What else is to be said, as the flood ends.</summary>
    public Func<FloodContext, OwnDaemon, TimeSpan, Task<string>> NoteAsync { get; init; } =
        static (context, _, time) =>
            Task.FromResult(context.Sent == 0 ? "" : $"{context.Sent / time.TotalSeconds / 1e6:0.0} MB/s");

    /// <summary>Runs one of the two clients.</summary>
    public void Run(FloodContext context, int number)
    {
        while (!context.IsOver)
        {
            try
            {
                Act(context, number);
            }
            catch (Exception e) when (e is IOException or SocketException or TimeoutException)
            {
                // The daemon has cut it off, or lets nobody in: it comes again.
            }
            context.Idle(BeforeNext);
        }
    }
}
