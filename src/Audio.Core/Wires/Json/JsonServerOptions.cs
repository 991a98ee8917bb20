using Audio.Core.Wires.V2;
using Audio.Protocol.Etiquette;

namespace Audio.Core.Wires.Json;

/// <summary>How clients of version 2 and 3 are served.</summary>
public sealed record JsonServerOptions
{
    /// <summary>Version 2.</summary>
    public V2Options V2 { get; init; } = new();

    /// <summary>How sessions of version 3, which cannot say it themselves, behave towards others.</summary>
    public SessionEtiquette V3Etiquette { get; init; } = SessionEtiquette.Default;

    /// <summary>The longest message that is held whole; the transport has the same limit.</summary>
    public int MaxMessageBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>How long the sound of a client that has gone may make no progress before it ends.</summary>
    public TimeSpan InactiveTimeout { get; init; } = TimeSpan.FromMinutes(5);
}
