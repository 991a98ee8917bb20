namespace Audio.Client.Pages;

/// <summary>What a queued session waits for.</summary>
internal sealed record WaitPage(int Position, string? InterruptedBy);
