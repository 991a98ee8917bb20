using System.Reflection;
using System.Runtime.CompilerServices;
using Audio.Core.Engine;
using Audio.Protocol;

namespace Audio.NAudio.Tests.Structure;

/// <summary>NAudio stands behind this project and nowhere else; held on the assemblies that were built.</summary>
public sealed class BoundaryTests
{
    [Theory]
    [InlineData(typeof(AudioEngine))]
    [InlineData(typeof(AudioFormat))]
    public void TheLibrariesBelow_KnowNoNAudio(Type of) =>
        References(of).Should().NotContain(name => name.Contains("NAudio", StringComparison.Ordinal)).And.Contain("System.Runtime");

    [Fact]
    public void ThisProject_StandsOnCoreProtocolAndNAudioCore() =>
        References(typeof(NAudioMixer)).Where(name => !name.StartsWith("System.", StringComparison.Ordinal))
            .Should().BeEquivalentTo("Audio.Core", "Audio.Protocol", "NAudio.Core");

    [Fact]
    public void ItUsesNothingThatAnEmbedderCouldNot() =>
        typeof(AudioEngine).Assembly.GetCustomAttributes<InternalsVisibleToAttribute>().Select(friend => friend.AssemblyName)
            .Should().NotContain("Audio.NAudio").And.Contain("Audio.Core.Tests");

    [Fact]
    public void UseNAudio_ChangesNothingButTheReference()
    {
        string project = File.ReadAllText(PathOf("src/Audio.NAudio/Audio.NAudio.csproj"));

        project.Should().NotContain("DefineConstants").And.NotContain("Compile ").And.Contain("PackageReference Include=\"NAudio.Core\"");
        string[] sources = Directory.GetFiles(PathOf("src/Audio.NAudio"), "*.cs");
        sources.Should().NotBeEmpty();
        sources.Where(file => File.ReadAllText(file).Contains("#if", StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public void TheStandIn_IsMarkedAsSuch_AndNeverPacked()
    {
        File.ReadAllText(PathOf("tests/NAudio.Contract/NAudio.Contract.csproj")).Should().Contain("<IsPackable>false</IsPackable>").And.Contain("<Description>Not NAudio");
        string[] sources = Directory.GetFiles(PathOf("tests/NAudio.Contract"), "*.cs");
        sources.Should().NotBeEmpty();
        sources.Where(file => !File.ReadAllText(file).StartsWith("// A stand-in for NAudio.Core 3, not a part of it", StringComparison.Ordinal)).Should().BeEmpty();
    }

    private static IEnumerable<string> References(Type of) => of.Assembly.GetReferencedAssemblies().Select(reference => reference.Name!);

    private static string PathOf(string file, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../..", file);
}
