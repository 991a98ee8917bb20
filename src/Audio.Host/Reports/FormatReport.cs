namespace Audio.Host.Reports;

/// <summary>What a session's samples are.</summary>
internal sealed record FormatReport(string Encoding, int SampleRate, int Channels);
