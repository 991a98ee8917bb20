namespace Audio.Soak.Clients;

/// <summary>The daemon did what it must not do.</summary>
internal sealed class SoakFault(string message) : Exception(message);
