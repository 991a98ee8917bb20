namespace Audio.Client.Pages;

/// <summary>The format of a session.</summary>
internal sealed record FormatPage(string Encoding, int SampleRate, int Channels);
