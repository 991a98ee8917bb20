using System.Text;
using Audio.Testing;
using Audio.Testing.Daemon;

namespace Audio.EndToEnd.Tests.Etiquette;

/// <summary>Volumes survive the process, however it ends.</summary>
public sealed class BusRestartTests
{
    [Fact]
    public async Task A_daemon_that_is_started_again_on_its_port_is_as_loud_as_it_was()
    {
        using var state = new TempFolder();
        using var http = new HttpClient();
        int port;
        await using (DaemonProcess first = await StartAsync(port: 0))
        {
            port = first.Port;
            await PatchAsync("media", """{"volume":0.5}""");
            await PatchAsync("master", """{"muted":true}""");
        }

        await using (DaemonProcess second = await StartAsync(port))
        {
            (await ListAsync())
                .Should()
                .Be("media 0.5 False, notification 1 False, speech 1 False, alert 1 False, master 1 True");
            await PatchAsync("master", """{"muted":false,"volume":2}""");
        }

        await File.WriteAllTextAsync(
            state.File($"buses-{port + 1}.json"),
            "not for this one",
            TestContext.Current.CancellationToken
        );
        await using (DaemonProcess third = await StartAsync(port))
        {
            (await ListAsync())
                .Should()
                .Be("media 0.5 False, notification 1 False, speech 1 False, alert 1 False, master 2 False");
        }

        await File.WriteAllTextAsync(state.File($"buses-{port}.json"), "{", TestContext.Current.CancellationToken);
        await using DaemonProcess broken = await StartAsync(port);
        (await ListAsync())
            .Should()
            .Be("media 1 False, notification 1 False, speech 1 False, alert 1 False, master 1 False");
        broken
            .Output.All.Should()
            .Contain(line =>
                line.Contains("[WRN]", StringComparison.Ordinal)
                && line.Contains("all buses start at volume 1", StringComparison.Ordinal)
            );

        // Disposing kills it, as SIGKILL does.
        Task<DaemonProcess> StartAsync(int port) =>
            DaemonProcess.StartAsync(new DaemonSetup { Port = port, StateFolder = state.Path });

        async Task PatchAsync(string bus, string body)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using HttpResponseMessage answer = await http.PatchAsync(
                new Uri($"http://127.0.0.1:{port}/v1/buses/{bus}"),
                content,
                TestContext.Current.CancellationToken
            );
            ((int)answer.StatusCode).Should().Be(200);
        }

        async Task<string> ListAsync()
        {
            string body = await http.GetStringAsync(
                new Uri($"http://127.0.0.1:{port}/v1/buses"),
                TestContext.Current.CancellationToken
            );
            return string.Join(
                ", ",
                Json.Parse(body)
                    .GetProperty("buses")
                    .EnumerateArray()
                    .Select(b =>
                        $"{b.GetProperty("name").GetString()} {b.GetProperty("volume").GetDouble()} "
                        + $"{b.GetProperty("muted").GetBoolean()}"
                    )
            );
        }
    }
}
