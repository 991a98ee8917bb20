namespace Audio.Core.Codecs.Foreign;

/// <summary>A format that is not decoded here.</summary>
/// <param name="Name">What to call it in a message, with its article: <c>an AIFF file</c>.</param>
/// <param name="Codec">What people call it: <c>AIFF</c>.</param>
/// <param name="Demuxer">The name of FFmpeg's demuxer for it; <see langword="null"/>: FFmpeg has none.</param>
internal readonly record struct ForeignFormat(string Name, string Codec = "", string? Demuxer = null);
