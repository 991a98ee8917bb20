namespace Audio.Host.Reports;

/// <summary>The sample format of a session.</summary>
internal sealed record FormatReport(string Encoding, int SampleRate, int Channels);
