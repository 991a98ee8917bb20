namespace Audio.Client;

/// <summary>What a policy is asked before each attempt.</summary>
/// <param name="Number">Which it would be, from 0.</param>
/// <param name="Elapsed">Since the connection broke.</param>
/// <param name="LastError">Why the attempt before it failed; null for the first.</param>
public readonly record struct ReconnectAttempt(int Number, TimeSpan Elapsed, Exception? LastError);
