using System.Text.Json.Serialization;

namespace Audio.Protocol.V4;

/// <summary>Why something could not be heard.</summary>
/// <param name="Reason">One of <see cref="V4InaudibleReasons"/>, or one of a later version.</param>
/// <param name="Message">For people: why, and what to do.</param>
/// <param name="Ms">
/// How many milliseconds could not be heard; null if the daemon was asked for a sink without a device.
/// </param>
public sealed record V4Inaudible(
    string Reason,
    string Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Ms = null
);
