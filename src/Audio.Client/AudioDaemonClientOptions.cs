namespace Audio.Client;

/// <summary>
/// How a client finds its daemon, and what it does without one. Read once, when the client is created.
/// </summary>
public sealed class AudioDaemonClientOptions
{
    /// <summary>The environment variable with the default endpoints: one or more, separated by spaces.</summary>
    public const string EndpointVariable = "AUDIOD_ENDPOINT";

    /// <summary>
    /// The endpoints where a daemon may be. Of several, the client takes the healthy daemon with the fewest sessions,
    /// and the next one if that fails; endpoints without <c>/health</c> (sockets, pipes) come after those that have it.
    /// Empty: those in <see cref="EndpointVariable"/>, or else <see cref="AudioDaemonEndpoint.Default"/>.
    /// </summary>
    public IList<AudioDaemonEndpoint> Endpoints { get; } = [];

    /// <summary>The strategy after the connection broke; null: give up at once. The default makes 5 attempts.</summary>
    public IReconnectStrategy? Reconnect { get; set; } = ReconnectPolicy.Default;

    /// <summary>The default of <see cref="AudioSessionOptions.ResendUnplayed"/>.</summary>
    public bool ResendUnplayed { get; set; }

    /// <summary>What to do if no daemon answers.</summary>
    public DaemonFallback Fallback { get; set; }

    /// <summary>
    /// The program that <see cref="DaemonFallback.SpawnPerRequest"/> starts; null: the one in the environment variable
    /// <c>AUDIOD</c>, or else <c>audiod</c> on the <c>PATH</c>.
    /// </summary>
    public string? DaemonPath { get; set; }

    /// <summary>The arguments for that program after <c>run --port 0</c>, such as <c>["--sink", "pulse"]</c>.</summary>
    public IList<string> DaemonArguments { get; } = [];

    /// <summary>
    /// Time allowed for an attempt to connect to one endpoint, including the welcome, and for a request over HTTP.
    /// </summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Time allowed for a spawned daemon to listen.</summary>
    public TimeSpan SpawnTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Silence of the daemon after which it is pinged.</summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time allowed for the answer; then the connection counts as broken.</summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A copy that is validated, has its default endpoints, and does not change any more.</summary>
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
            throw new ArgumentOutOfRangeException(name, value, $"{name} is greater than zero and at most one day.");
    }
}
