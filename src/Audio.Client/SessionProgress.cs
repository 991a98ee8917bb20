namespace Audio.Client;

/// <summary>How far it is; several times a second.</summary>
/// <param name="SessionId">Which.</param>
/// <param name="BytesReceived">Bytes of its stream that the daemon has.</param>
/// <param name="BytesPlayed">Bytes of its stream that were heard.</param>
public sealed record SessionProgress(string SessionId, long BytesReceived, long BytesPlayed) : SessionEvent(SessionId);
