namespace Audio.Testing.Signals;

/// <summary>A part of an encoded file that a producer in real time sends at once.</summary>
/// <param name="End">Where it ends in the file, in bytes.</param>
/// <param name="Frames">The frames of sound, counted from the start of the file, that are there with it.</param>
/// <param name="Time">How long they sound.</param>
public readonly record struct CodedPiece(int End, long Frames, TimeSpan Time);
