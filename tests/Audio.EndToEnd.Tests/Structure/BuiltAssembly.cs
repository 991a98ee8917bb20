using System.Reflection.PortableExecutable;
using Audio.Testing.Daemon;

namespace Audio.EndToEnd.Tests.Structure;

/// <summary>The assemblies of src/ from this build, each from the output of its own project.</summary>
internal static class BuiltAssembly
{
    private static readonly string Configuration = DaemonProcess.Program.Contains("Debug", StringComparison.Ordinal)
        ? "Debug"
        : "Release";

    /// <summary>One for each project under src/.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [.. Repository.Under("src/", ".csproj").Select(f => Path.GetFileNameWithoutExtension(f)).Order()];

    public static PEReader Open(string assembly) =>
        new(File.OpenRead(Repository.PathOf($"src/{assembly}/bin/{Configuration}/net10.0/{assembly}.dll")));
}
