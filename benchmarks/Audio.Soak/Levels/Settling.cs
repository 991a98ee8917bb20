using System.Net.Http.Json;
using System.Text.Json;
using Audio.Hostile.Daemon;

namespace Audio.Soak.Levels;

/// <summary>What has to be gone once all clients are: each check waits until it holds, up to its limit.</summary>
/// <param name="daemon">The daemon.</param>
/// <param name="before">What it held before the first client.</param>
internal sealed class Settling(OwnDaemon daemon, ProcessState before) : IDisposable
{
    /// <summary>Opened on the way by the runtime: sockets' engines, the pool of HTTP connections.</summary>
    private const int MoreFiles = 12;

    /// <summary>Threads of the pool, which retire after 20 s without work.</summary>
    private const int MoreThreads = 16;

    private const int Shown = 10;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    private readonly HttpClient _http = new() { BaseAddress = new Uri($"http://127.0.0.1:{daemon.Port}") };

    /// <summary>What it held at last.</summary>
    public ProcessState After { get; private set; }

    /// <summary>Waits for all of it.</summary>
    /// <param name="residentMiB">The memory that it may hold.</param>
    /// <returns>What did not become true, in sentences.</returns>
    public async Task<IReadOnlyList<string>> WaitAsync(double residentMiB)
    {
        var faults = new List<string>();
        JsonElement status = default;
        if (!await BecomesTrueAsync(async () => IsEmpty(status = await StatusAsync())))
            faults.Add($"{Limit.TotalSeconds:0} s after the last client there are left: {LeftIn(status)}.");
        if (!await BecomesTrueAsync(() => Holds(static (now, then) => now.Files <= then.Files + MoreFiles)))
            faults.Add($"{After.Files} descriptors are open; before the first client it were {before.Files}.");
        if (!await BecomesTrueAsync(() => Holds(static (now, then) => now.Threads <= then.Threads + MoreThreads)))
            faults.Add($"{After.Threads} threads are left; before the first client it were {before.Threads}.");
        if (!await BecomesTrueAsync(() => Holds((now, _) => now.ResidentMiB <= residentMiB)))
            faults.Add($"{After.ResidentMiB:0} MiB are resident; {residentMiB:0} MiB may be.");
        return faults;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static bool IsEmpty(JsonElement status) =>
        status.GetProperty("clients").GetArrayLength() == 0
        && status.GetProperty("sessions").GetArrayLength() == 0
        && status.GetProperty("playback").GetArrayLength() == 0;

    private static string LeftIn(JsonElement status)
    {
        string[] left =
        [
            .. status.GetProperty("clients").EnumerateArray().Select(static c => c.GetProperty("id").GetString()!),
            .. status
                .GetProperty("playback")
                .EnumerateArray()
                .Select(static s => $"{s.GetProperty("id").GetString()} ({s.GetProperty("state").GetString()})"),
        ];
        string more = left.Length > Shown ? $" and {left.Length - Shown} more" : "";
        return string.Join(", ", left.Take(Shown)) + more;
    }

    private async Task<JsonElement> StatusAsync() => await _http.GetFromJsonAsync<JsonElement>("/status");

    private Task<bool> Holds(Func<ProcessState, ProcessState, bool> isLevel)
    {
        After = ProcessState.Of(daemon.ProcessId) ?? throw new InvalidOperationException("The daemon has ended.");
        return Task.FromResult(isLevel(After, before));
    }

    private static async Task<bool> BecomesTrueAsync(Func<Task<bool>> check)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (!await check())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Limit)
                return false;
            await Task.Delay(Poll, TimeProvider.System);
        }
        return true;
    }
}
