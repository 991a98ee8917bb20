using System.Globalization;
using System.Text.Json;
using Audio.EndToEnd.Tests.Commands;
using Audio.Testing.Signals;
using Audio.Testing.Sockets;
using Audio.Testing.Tools;

namespace Audio.EndToEnd.Tests.JavaScript;

/// <summary>The example page of the JavaScript client in Chromium, with the packed client.</summary>
public sealed class BrowserTests
{
    [Fact]
    public async Task A_page_plays_if_it_is_allowed_and_resumes_after_a_cut()
    {
        ExternalTool.Require("chromium");
        var node = JavaScriptRuntime.Require("node");
        using var project = new ClientProject();
        Directory.CreateSymbolicLink(project.PathOf("page-tools"), NodeRuntime.RequireModules());
        string page = Directory.CreateDirectory(project.PathOf("page")).FullName;
        File.Copy(Path.Combine(ClientProject.Source, "examples", "browser.html"), Path.Combine(page, "browser.html"));
        File.Copy(
            project.PathOf("node_modules", "audiod-client", "dist", "browser.mjs"),
            Path.Combine(page, "audiod-client.mjs")
        );
        short[] sound = Sounds.Counting(48_000 * 2);
        WaveFile.FromInt16(sound, 48_000, 2).Write(Path.Combine(page, "speech.wav"));
        int allowed = FreePort.Find();
        await using WavDaemon daemon = await WavDaemon.StartAsync("--allow-origin", $"http://127.0.0.1:{allowed}");

        CommandResult run = await project.RunAsync(
            node,
            "browser.mjs",
            "/usr/bin/chromium",
            page,
            allowed.ToString(CultureInfo.InvariantCulture),
            daemon.Process.Port.ToString(CultureInfo.InvariantCulture)
        );

        run.ExitCode.Should().Be(0, run.ToString());
        JsonElement[] results = [.. run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Json.Parse)];
        results[0].GetProperty("allowed").GetString().Should().Be("healthy, completed: 48000 frames");
        results[1].GetProperty("foreign").GetString().Should().StartWith("no_daemon: ");
        results[2].GetProperty("cut").GetString().Should().Be("healthy, completed: 48000 frames");
        results[2].GetProperty("cuts").GetInt32().Should().Be(1);
        Mix mix = await daemon.StopAsync();
        int first = Array.FindIndex(mix.Samples, static sample => sample != 0) & ~1;
        FadedSound.FindFault(mix.Samples.AsSpan(first), [.. sound, .. sound], gaps: 8).Should().BeNull();
    }
}
