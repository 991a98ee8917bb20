using System.Diagnostics;
using System.IO.Compression;
using Audio.EndToEnd.Tests.Structure;
using Audio.Testing;
using Audio.Testing.Daemon;

namespace Audio.EndToEnd.Tests.Client;

/// <summary>
/// The packages as a user gets them: packed in the root folder, restored by a new project in another folder. The
/// programs in the READMEs run as they stand.
/// </summary>
public sealed class PackageTests(NullDaemon daemon) : IClassFixture<NullDaemon>
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private const string Version = "0.1.0-packed"; // a version that no package cache contains

    [Fact]
    public async Task Packing_the_root_makes_the_packages_alone_and_each_works_in_a_new_project()
    {
        using var folder = new TempFolder();
        string feed = folder.File("feed");
        string configuration = DaemonProcess.Program.Contains("Debug", StringComparison.Ordinal) ? "Debug" : "Release";
        await RunAsync(
            Repository.Root,
            folder,
            "dotnet",
            "pack",
            "AudioStack.sln",
            "-c",
            configuration,
            "--no-build",
            "--nologo",
            "-v",
            "quiet",
            "-o",
            feed,
            $"-p:PackageVersion={Version}",
            $"-p:Version={Version}",
            "-nodeReuse:false"
        );
        string[] packages = ["Audio.Client", "Audio.Core", "Audio.Protocol"];
        Directory
            .GetFiles(feed)
            .Select(Path.GetFileName)
            .Should()
            .BeEquivalentTo(packages.SelectMany(p => new[] { $"{p}.{Version}.nupkg", $"{p}.{Version}.snupkg" }));
        foreach (string package in packages)
        {
            Contents(Path.Combine(feed, $"{package}.{Version}.nupkg"))
                .Should()
                .Contain(["README.md", "icon.png", $"lib/net10.0/{package}.dll", $"lib/net10.0/{package}.xml"]);
            Contents(Path.Combine(feed, $"{package}.{Version}.snupkg")).Should().Contain($"lib/net10.0/{package}.pdb");
        }
        await File.WriteAllTextAsync(
            folder.File("NuGet.config"),
            $"""
            <configuration>
              <packageSources><add key="local" value="{feed}" /></packageSources>
              <config><add key="globalPackagesFolder" value="{folder.File("packages")}" /></config>
              <fallbackPackageFolders><add key="machine" value="{PackagesFolder()}" /></fallbackPackageFolders>
            </configuration>
            """
        );

        await WriteProjectAsync(folder, "Audio.Client");
        (await BuildAndRunAsync(folder, "src/Audio.Client/README.md"))
            .Should()
            .MatchRegex(@"^Completed: 12000 frames, \d+ underruns, first after 00:00:\d\d\.\d+$");
        File.Copy(Repository.PathOf(Repository.SpeechMp3), folder.File("speech.mp3"));
        (await BuildAndRunAsync(folder, "README.md", "--no-restore"))
            .Should()
            .MatchRegex(@"^Completed after 00:00:0\d(\.\d+)?$");
        await WriteProjectAsync(folder, "Audio.Core");
        (await BuildAndRunAsync(folder, "src/Audio.Core/README.md")).Should().Be("Completed: 12000 frames");
    }

    private static Task WriteProjectAsync(TempFolder folder, string package) =>
        File.WriteAllTextAsync(
            folder.File("Speaker.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="{package}" Version="{Version}" /></ItemGroup>
            </Project>
            """
        );

    /// <summary>Builds and runs the first C# program of a page, and returns its output.</summary>
    private async Task<string> BuildAndRunAsync(TempFolder folder, string page, params string[] options)
    {
        await File.WriteAllTextAsync(
            folder.File("Program.cs"),
            Repository.Read(page).Split("```csharp\n")[1].Split("```")[0]
        );
        await RunAsync(
            folder.Path,
            folder,
            "dotnet",
            [
                "build",
                "-o",
                folder.File("out"),
                "--nologo",
                "-v",
                "quiet",
                "-nodeReuse:false",
                "-p:UseSharedCompilation=false",
                .. options,
            ]
        );
        return (await RunAsync(folder.Path, folder, "dotnet", folder.File("out/Speaker.dll"))).Trim();
    }

    private static string[] Contents(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        return [.. archive.Entries.Select(e => e.FullName)];
    }

    private static string PackagesFolder() =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private async Task<string> RunAsync(
        string workingFolder,
        TempFolder folder,
        string program,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["AUDIOD_ENDPOINT"] = $"ws://127.0.0.1:{daemon.Daemon.Port}";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using Process process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} has not ended.", e);
        }
        process
            .ExitCode.Should()
            .Be(0, $"{program} {string.Join(' ', arguments)} in {folder.Path} said {await output}{await errors}");
        return await output;
    }
}
