using Microsoft.Extensions.Logging.Abstractions;

namespace Audio.Client.Tests.Fakes;

/// <summary>Sessions without a client, for the parts that are tested without a daemon.</summary>
internal static class OpenSessions
{
    public static DaemonSession Of(string id, bool resendUnplayed = false, AudioSessionOptions? options = null) =>
        new(ClientRig.Format, options ?? new AudioSessionOptions(), id, resendUnplayed, NullLogger.Instance);
}
