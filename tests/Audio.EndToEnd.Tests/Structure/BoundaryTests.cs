using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Audio.Testing.Daemon;

namespace Audio.EndToEnd.Tests.Structure;

/// <summary>What the assemblies may use. Checked on the built assemblies, not on the project files.</summary>
public sealed class BoundaryTests
{
    private static readonly string Built = Path.GetDirectoryName(DaemonProcess.Program)!;

    [Fact]
    public void Protocol_stands_on_the_base_class_library_alone() =>
        References("Audio.Protocol").Where(r => !IsBaseClassLibrary(r)).Should().BeEmpty();

    [Fact]
    public void Core_knows_neither_the_web_server_nor_the_daemon() =>
        References("Audio.Core")
            .Where(r =>
                r.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                || r.StartsWith("Microsoft.Extensions.Hosting", StringComparison.Ordinal)
                || r is "Audio.Host" or "Audio.Cli" or "Serilog" or "System.CommandLine" or "System.Net.WebSockets"
            )
            .Should()
            .BeEmpty();

    [Fact]
    public void Core_stands_on_NAudio() => References("Audio.Core").Should().Contain("NAudio.Core");

    [Theory]
    [InlineData("Audio.Protocol")]
    [InlineData("Audio.Client")]
    public void What_a_client_takes_knows_no_NAudio(string assembly) =>
        References(assembly).Should().NotContain(r => r.Contains("NAudio", StringComparison.Ordinal));

    [Fact]
    public void Core_knows_Protocol() => References("Audio.Core").Should().Contain("Audio.Protocol");

    [Fact]
    public void Client_knows_Protocol_and_never_Core()
    {
        References("Audio.Client").Should().Contain("Audio.Protocol");
        References("Audio.Client")
            .Where(r =>
                (r.StartsWith("Audio.", StringComparison.Ordinal) && r != "Audio.Protocol")
                || r.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                || r is "System.Reactive" or "Polly.Core"
            )
            .Should()
            .BeEmpty();
        FriendsOf("Audio.Protocol").Should().NotContain("Audio.Client");
    }

    [Fact]
    public void Host_and_the_command_use_no_internals_of_the_libraries()
    {
        FriendsOf("Audio.Core").Should().NotContain(["Audio.Host", "Audio.Cli"]).And.Contain("Audio.Core.Tests");
        FriendsOf("Audio.Protocol").Should().NotContain(["Audio.Host", "Audio.Cli"]);
        FriendsOf("Audio.Client").Should().NotContain("Audio.Cli");
    }

    [Fact]
    public void Host_holds_no_audio_code()
    {
        References("Audio.Host").Should().NotContain("System.Numerics.Tensors");
        TypesUsedBy("Audio.Host")
            .Where(t =>
                t.StartsWith("Audio.Core.", StringComparison.Ordinal)
                && t is not ("Audio.Core.Mixing.AudioBus" or "Audio.Core.Mixing.DuckingRule")
            ) // settings, not code that touches samples
            .Select(t => t[..t.LastIndexOf('.')])
            .Distinct()
            .Should()
            .NotContain(["Audio.Core.Dsp", "Audio.Core.Formats", "Audio.Core.Mixing", "Audio.Core.Buffers"]);
    }

    [Fact]
    public void No_file_names_the_folder_beside_the_project()
    {
        string beside = string.Concat("../", "shared");

        Repository
            .Files.Where(f =>
                !f.EndsWith(".wav", StringComparison.Ordinal)
                && Repository.Read(f).Contains(beside, StringComparison.Ordinal)
            )
            .Should()
            .BeEmpty();
    }

    private static bool IsBaseClassLibrary(string reference) =>
        reference is "netstandard" or "mscorlib"
        || reference.StartsWith("System.", StringComparison.Ordinal)
            && File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, reference + ".dll"));

    private static string[] References(string assembly) =>
        Inspect(assembly, reader =>
            reader.AssemblyReferences.Select(h => reader.GetString(reader.GetAssemblyReference(h).Name)).ToArray()
        );

    private static string[] TypesUsedBy(string assembly) =>
        Inspect(assembly, reader =>
            reader
                .TypeReferences.Select(reader.GetTypeReference)
                .Select(t => $"{reader.GetString(t.Namespace)}.{reader.GetString(t.Name)}")
                .ToArray()
        );

    /// <summary>The names in InternalsVisibleTo.</summary>
    private static string[] FriendsOf(string assembly) => Inspect(assembly, reader => reader
                .GetAssemblyDefinition()
                .GetCustomAttributes()
                .Select(reader.GetCustomAttribute)
                .Where(a =>
                    a.Constructor.Kind == HandleKind.MemberReference
                    && reader.GetMemberReference((MemberReferenceHandle)a.Constructor).Parent
                        is { Kind: HandleKind.TypeReference } type
                    && reader.StringComparer.Equals(
                        reader.GetTypeReference((TypeReferenceHandle)type).Name,
                        "InternalsVisibleToAttribute"
                    )
                )
                .Select(a =>
                {
                    BlobReader blob = reader.GetBlobReader(a.Value);
                    blob.ReadUInt16(); // the prolog (ECMA-335, II.23.3)
                    return blob.ReadSerializedString()!;
                })
                .ToArray());

    private static T Inspect<T>(string assembly, Func<MetadataReader, T> read)
    {
        string daemons = Path.Combine(Built, assembly + ".dll");
        using var file = new PEReader(
            File.OpenRead(File.Exists(daemons) ? daemons : Path.Combine(AppContext.BaseDirectory, assembly + ".dll"))
        );
        return read(file.GetMetadataReader());
    }
}
