namespace Audio.Client;

/// <summary>What a <see cref="ReconnectPolicy"/> knows before each attempt.</summary>
/// <param name="Number">The number of the attempt, from 0.</param>
/// <param name="Elapsed">The time since the connection broke.</param>
/// <param name="LastError">Why the previous attempt failed; null for the first.</param>
public readonly record struct ReconnectAttempt(int Number, TimeSpan Elapsed, Exception? LastError);
