namespace Audio.Client.Pages;

/// <summary><c>/v1/buses</c>.</summary>
internal sealed record BusesPage(IReadOnlyList<BusPage> Buses);
