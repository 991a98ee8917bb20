using System.Text.Json.Nodes;
using Audio.EndToEnd.Tests.Commands;
using Audio.Testing;

namespace Audio.EndToEnd.Tests.Structure;

/// <summary>What the build downloads is in the repository by name and hash.</summary>
public sealed class LockedPackagesTests
{
    private const string Project = "src/Audio.Protocol";
    private const string LockFile = $"{Project}/packages.lock.json";

    [Fact]
    public void Every_project_has_its_lock_file() =>
        Repository
            .Under("", ".csproj")
            .Where(project => !Repository.Files.Contains($"{Path.GetDirectoryName(project)}/packages.lock.json"))
            .ShouldBeNone("Restore these, and commit their packages.lock.json:");

    [Fact]
    public async Task Packages_come_from_one_place_whatever_the_user_has_set()
    {
        using var folder = new TempFolder();
        await WriteAsync(
            folder.File("nuget.config"),
            """
            <configuration>
              <packageSources><add key="elsewhere" value="https://elsewhere.invalid/v3/index.json" /></packageSources>
              <disabledPackageSources><add key="nuget.org" value="true" /></disabledPackageSources>
            </configuration>
            """
        );
        string inside = Directory.CreateDirectory(folder.File("repository")).FullName;
        File.Copy(Repository.PathOf("nuget.config"), Path.Combine(inside, "nuget.config"));

        CommandResult sources = await Command.RunAsync(
            "dotnet",
            ["nuget", "list", "source", "--format", "short"],
            folder: inside
        );

        sources.Out.Trim().Should().Be("E https://api.nuget.org/v3/index.json");
    }

    [Fact]
    public async Task The_SDK_is_of_the_feature_band_that_is_pinned()
    {
        JsonNode pinned = JsonNode.Parse(Repository.Read("global.json"))!;
        var version = Version.Parse(pinned["sdk"]!["version"]!.GetValue<string>());
        (await AskForItAsync(version)).ExitCode.Should().Be(0);

        CommandResult other = await AskForItAsync(new Version(version.Major, version.Minor, version.Build - 100));

        other.ExitCode.Should().NotBe(0, $"this SDK is of a later band: {other.Out}");

        async Task<CommandResult> AskForItAsync(Version sdk)
        {
            using var folder = new TempFolder();
            pinned["sdk"]!["version"] = sdk.ToString();
            await WriteAsync(folder.File("global.json"), pinned.ToJsonString());
            return await Command.RunAsync("dotnet", ["--version"], folder: folder.Path);
        }
    }

    [Fact]
    public async Task In_CI_a_package_other_than_the_locked_one_is_refused()
    {
        using TempFolder folder = CopyProject();
        (await RestoreInCIAsync(folder)).ExitCode.Should().Be(0);
        await ChangeLockAsync(folder, static text =>
        {
            const string Hash = "\"contentHash\": \"";
            int at = text.IndexOf(Hash, StringComparison.Ordinal) + Hash.Length;
            string other = text[at] == 'A' ? "B" : "A";
            return text[..at] + other + text[(at + 1)..];
        });

        CommandResult refused = await RestoreInCIAsync(folder, "--force");

        refused.ExitCode.Should().NotBe(0);
        refused.Out.Should().Contain("NU1403", "the content is not what the lock file names");
    }

    [Fact]
    public async Task In_CI_a_lock_file_that_does_not_fit_the_project_is_refused_and_stays()
    {
        using TempFolder folder = CopyProject();
        string changed = await ChangeLockAsync(folder, static text =>
        {
            const string Requested = "\"requested\": \"[";
            int at = text.IndexOf(Requested, StringComparison.Ordinal) + Requested.Length;
            return text[..at] + "0." + text[at..];
        });

        CommandResult refused = await RestoreInCIAsync(folder);

        refused.ExitCode.Should().NotBe(0);
        refused.Out.Should().Contain("NU1004", "the project references another version");
        (await File.ReadAllTextAsync(folder.File(LockFile), TestContext.Current.CancellationToken))
            .Should()
            .Be(changed);
    }

    /// <summary>A project that is small, with all that its restore reads.</summary>
    private static TempFolder CopyProject()
    {
        var folder = new TempFolder();
        string[] needed =
        [
            "Directory.Build.props",
            "Directory.Build.targets",
            "Directory.Packages.props",
            "global.json",
            "nuget.config",
            "eng/Package.props",
            $"{Project}/Audio.Protocol.csproj",
            LockFile,
        ];
        foreach (string file in needed)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(file))!);
            File.Copy(Repository.PathOf(file), folder.File(file));
        }

        return folder;
    }

    private static async Task<string> ChangeLockAsync(TempFolder folder, Func<string, string> change)
    {
        string changed = change(
            await File.ReadAllTextAsync(folder.File(LockFile), TestContext.Current.CancellationToken)
        );
        await WriteAsync(folder.File(LockFile), changed);
        return changed;
    }

    private static Task<CommandResult> RestoreInCIAsync(TempFolder folder, params string[] options) =>
        Command.RunAsync(
            "dotnet",
            ["restore", folder.File(Project), "-nodeReuse:false", .. options],
            new Dictionary<string, string?> { ["CI"] = "true", ["MSBUILDDISABLENODEREUSE"] = "1" }
        );

    private static Task WriteAsync(string path, string text) =>
        File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
}
