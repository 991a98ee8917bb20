namespace Audio.Client.Pages;

/// <summary>A bus under <c>/v1/buses</c>.</summary>
internal sealed record BusPage(string Name, double Volume, bool Muted, double DuckingDb);
