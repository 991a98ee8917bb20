using System.Collections.Concurrent;

namespace Audio.Soak;

/// <summary>How the clients fared. Any thread.</summary>
internal sealed class SoakTally
{
    private readonly ConcurrentDictionary<string, int> _done = new();
    private readonly ConcurrentDictionary<string, int> _cut = new();
    private readonly ConcurrentQueue<string> _faults = new();

    /// <summary>Clients that are done, by script.</summary>
    public IReadOnlyDictionary<string, int> Done => _done;

    /// <summary>Clients that the daemon closed or did not let in, by what it said.</summary>
    public IReadOnlyDictionary<string, int> Cut => _cut;

    /// <summary>What the daemon must not have done.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>A client is done.</summary>
    public void Add(string script) => _done.AddOrUpdate(script, 1, static (_, count) => count + 1);

    /// <summary>The daemon has cut a client off.</summary>
    public void AddCut(string why) => _cut.AddOrUpdate(why, 1, static (_, count) => count + 1);

    /// <summary>Something is wrong.</summary>
    public void AddFault(string fault) => _faults.Enqueue(fault);
}
