namespace Audio.Protocol.Etiquette;

/// <summary>The names of priorities and overlaps on the wire, in options and in tables: lower case.</summary>
public static class EtiquetteNames
{
    private static readonly (SessionPriority Value, string Name)[] PriorityNames =
    [
        (SessionPriority.Media, "media"),
        (SessionPriority.Notification, "notification"),
        (SessionPriority.Speech, "speech"),
        (SessionPriority.Alert, "alert"),
    ];

    private static readonly (ChannelOverlap Value, string Name)[] OverlapNames =
    [
        (ChannelOverlap.Mix, "mix"),
        (ChannelOverlap.Queue, "queue"),
        (ChannelOverlap.Replace, "replace"),
        (ChannelOverlap.Drop, "drop"),
    ];

    /// <summary>The names of all priorities, the lowest first.</summary>
    public static IReadOnlyList<string> Priorities { get; } = [.. PriorityNames.Select(static entry => entry.Name)];

    /// <summary>The names of all overlaps.</summary>
    public static IReadOnlyList<string> Overlaps { get; } = [.. OverlapNames.Select(static entry => entry.Name)];

    /// <summary>The name, such as <c>speech</c>.</summary>
    public static string NameOf(SessionPriority priority) => NameOf(PriorityNames, priority);

    /// <summary>The name, such as <c>queue</c>.</summary>
    public static string NameOf(ChannelOverlap overlap) => NameOf(OverlapNames, overlap);

    /// <summary>Finds a priority by its name; case does not matter.</summary>
    public static bool TryParse(string? name, out SessionPriority priority) =>
        TryParse(PriorityNames, name, out priority);

    /// <summary>Finds an overlap by its name; case does not matter.</summary>
    public static bool TryParse(string? name, out ChannelOverlap overlap) => TryParse(OverlapNames, name, out overlap);

    private static string NameOf<T>((T Value, string Name)[] names, T value)
        where T : struct, Enum =>
        Array.Find(names, entry => EqualityComparer<T>.Default.Equals(entry.Value, value)).Name
        ?? throw new ArgumentOutOfRangeException(nameof(value), value, "No such value.");

    private static bool TryParse<T>((T Value, string Name)[] names, string? name, out T value)
        where T : struct, Enum
    {
        int index = Array.FindIndex(names, entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        value = index < 0 ? default : names[index].Value;
        return index >= 0;
    }
}
