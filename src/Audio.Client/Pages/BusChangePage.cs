namespace Audio.Client.Pages;

/// <summary>A change of a bus; what is null stays.</summary>
internal sealed record BusChangePage(double? Volume, bool? Muted);
