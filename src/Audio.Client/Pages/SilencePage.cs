namespace Audio.Client.Pages;

/// <summary>Why something cannot be heard and, for a session, how many milliseconds of it could not.</summary>
internal sealed record SilencePage(string Reason, string Message, double? Ms = null);
