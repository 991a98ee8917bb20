namespace Audio.Client;

/// <summary>Where the daemon is, and how its absence is met. Read once, when the client is made.</summary>
public sealed class AudioDaemonClientOptions
{
    /// <summary>
    /// The environment variable that names the endpoints where the program does not: one or more, separated by spaces.
    /// </summary>
    public const string EndpointVariable = "AUDIOD_ENDPOINT";

    /// <summary>
    /// Where daemons may be. Of several, the healthy one with the fewest sessions is taken, and the next when it fails;
    /// an endpoint that has no <c>/health</c> (a socket, a pipe) comes after those that have. Empty: what <see
    /// cref="EndpointVariable"/> says, else <see cref="AudioDaemonEndpoint.Default"/>.
    /// </summary>
    public IList<AudioDaemonEndpoint> Endpoints { get; } = [];

    /// <summary>What to do after the connection broke. Null: give up at once. The default tries 5 times.</summary>
    public IReconnectStrategy? Reconnect { get; set; } = ReconnectPolicy.Default;

    /// <summary>
    /// What becomes of sessions that a restarted daemon has lost, where the session does not say: <see
    /// cref="AudioSessionOptions.ResendUnplayed"/>.
    /// </summary>
    public bool ResendUnplayed { get; set; }

    /// <summary>What to do where no daemon answers.</summary>
    public DaemonFallback Fallback { get; set; }

    /// <summary>
    /// The program that <see cref="DaemonFallback.SpawnPerRequest"/> starts. Null: what the environment variable
    /// <c>AUDIOD</c> says, else <c>audiod</c> on the <c>PATH</c>.
    /// </summary>
    public string? DaemonPath { get; set; }

    /// <summary>Arguments for that program, behind <c>run --port 0</c>: <c>["--sink", "pulse"]</c>.</summary>
    public IList<string> DaemonArguments { get; } = [];

    /// <summary>
    /// How long one attempt to connect to one endpoint may take, its welcome included; and how long one question over
    /// HTTP.
    /// </summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a spawned daemon may take until it listens.</summary>
    public TimeSpan SpawnTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>After so long without a word from the daemon it is asked whether it is there.</summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>So long it has to answer; then the connection counts as broken.</summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The same, checked and with its endpoints named, which does not change any more.</summary>
    internal AudioDaemonClientOptions Read()
    {
        Validate();
        var read = new AudioDaemonClientOptions
        {
            Reconnect = Reconnect,
            ResendUnplayed = ResendUnplayed,
            Fallback = Fallback,
            DaemonPath = DaemonPath,
            ConnectTimeout = ConnectTimeout,
            SpawnTimeout = SpawnTimeout,
            KeepAliveInterval = KeepAliveInterval,
            KeepAliveTimeout = KeepAliveTimeout,
        };
        foreach (AudioDaemonEndpoint endpoint in EndpointsOrDefault())
            read.Endpoints.Add(endpoint);
        foreach (string argument in DaemonArguments)
            read.DaemonArguments.Add(argument);
        return read;
    }

    private IReadOnlyList<AudioDaemonEndpoint> EndpointsOrDefault()
    {
        if (Endpoints.Count > 0)
            return [.. Endpoints.Distinct()];
        string? named = Environment.GetEnvironmentVariable(EndpointVariable);
        return string.IsNullOrWhiteSpace(named) ? [AudioDaemonEndpoint.Default] : FromVariable(named);
    }

    internal static IReadOnlyList<AudioDaemonEndpoint> FromVariable(string value)
    {
        try
        {
            return
            [
                .. value
                    .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                    .Select(AudioDaemonEndpoint.Parse)
                    .Distinct(),
            ];
        }
        catch (FormatException e)
        {
            throw new FormatException($"The environment variable {EndpointVariable} cannot be used: {e.Message}", e);
        }
    }

    private void Validate()
    {
        WithoutNull(Endpoints, nameof(Endpoints));
        WithoutNull(DaemonArguments, nameof(DaemonArguments));
        Positive(ConnectTimeout, nameof(ConnectTimeout));
        Positive(SpawnTimeout, nameof(SpawnTimeout));
        Positive(KeepAliveInterval, nameof(KeepAliveInterval));
        Positive(KeepAliveTimeout, nameof(KeepAliveTimeout));
    }

    private static void WithoutNull<T>(IList<T> values, string name)
        where T : class
    {
        if (values.Contains(null!))
            throw new ArgumentException($"One of {name} is null.", name);
    }

    private static void Positive(TimeSpan value, string name)
    {
        if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1))
            throw new ArgumentOutOfRangeException(name, value, $"{name} is more than nothing and at most a day.");
    }
}
