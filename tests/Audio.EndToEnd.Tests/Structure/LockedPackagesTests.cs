using Audio.EndToEnd.Tests.Commands;
using Audio.Testing;

namespace Audio.EndToEnd.Tests.Structure;

/// <summary>What the build downloads is in the repository by name and hash.</summary>
public sealed class LockedPackagesTests
{
    [Fact]
    public void Every_project_has_its_lock_file() =>
        Repository
            .Under("", ".csproj")
            .Where(project => !Repository.Files.Contains($"{Path.GetDirectoryName(project)}/packages.lock.json"))
            .ShouldBeNone("Restore these, and commit their packages.lock.json:");

    [Fact]
    public async Task In_CI_a_package_other_than_the_locked_one_is_refused()
    {
        const string Project = "src/Audio.Protocol";
        using var folder = new TempFolder();
        string[] needed =
        [
            "Directory.Build.props",
            "Directory.Build.targets",
            "Directory.Packages.props",
            "global.json",
            "nuget.config",
            "eng/Package.props",
            $"{Project}/Audio.Protocol.csproj",
            $"{Project}/packages.lock.json",
        ];
        foreach (string file in needed)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(file))!);
            File.Copy(Repository.PathOf(file), folder.File(file));
        }

        (await RestoreAsync()).ExitCode.Should().Be(0);

        string locked = folder.File($"{Project}/packages.lock.json");
        string text = await File.ReadAllTextAsync(locked, TestContext.Current.CancellationToken);
        const string Hash = "\"contentHash\": \"";
        int at = text.IndexOf(Hash, StringComparison.Ordinal) + Hash.Length;
        string other = text[at] == 'A' ? "B" : "A";
        await File.WriteAllTextAsync(
            locked,
            text[..at] + other + text[(at + 1)..],
            TestContext.Current.CancellationToken
        );

        CommandResult refused = await RestoreAsync("--force");

        refused.ExitCode.Should().NotBe(0);
        refused.Out.Should().Contain("NU1403", "the content is not what the lock file names");

        Task<CommandResult> RestoreAsync(params string[] options) =>
            Command.RunAsync(
                "dotnet",
                ["restore", folder.File(Project), "-nodeReuse:false", .. options],
                new Dictionary<string, string?> { ["CI"] = "true", ["MSBUILDDISABLENODEREUSE"] = "1" }
            );
    }
}
