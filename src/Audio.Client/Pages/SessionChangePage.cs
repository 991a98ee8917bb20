namespace Audio.Client.Pages;

/// <summary>A change of a session; what is null stays.</summary>
internal sealed record SessionChangePage(double? Volume, bool? Paused);
