namespace Audio.Hostile.Wires;

/// <summary>How the daemon ended a connection.</summary>
/// <param name="Code">The code of its close frame; <see langword="null"/> if there was none.</param>
/// <param name="Reason">The reason in the frame, or what the system said.</param>
internal sealed record WireEnd(int? Code, string Reason);
