namespace Audio.Client;

/// <summary>An attempt to make the first connection, for which any number of callers may wait.</summary>
/// <param name="Task">Done when there is a connection.</param>
/// <param name="MaySpawn">Whether it starts a daemon if none answers.</param>
internal sealed record OpeningAttempt(Task Task, bool MaySpawn);
