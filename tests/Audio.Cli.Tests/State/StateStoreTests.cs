using Audio.Cli.State;

namespace Audio.Cli.Tests.State;

public sealed class StateStoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("audiod-state-");
    private readonly StateStore _store;

    public StateStoreTests() => _store = new StateStore(Path.Combine(_folder.FullName, "a", "b"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_what_was_written_is_the_same()
    {
        DaemonState state = State(9000) with
        {
            Address = "::1",
            PidFile = Path.Combine(_folder.FullName, "pid"),
            Arguments = new Dictionary<string, string> { ["Sink"] = "null" },
        };

        _store.Write(state);

        _store.Read(9000).Should().BeEquivalentTo(state);
        _store.Read(9000)!.Url.Should().Be(new Uri("http://[::1]:9000"));
        File.ReadAllText(state.PidFile).Should().Be($"{Environment.ProcessId}\n");
    }

    [Fact]
    public void Write_a_pid_file_that_cannot_be_is_said_as_such_and_nothing_else_is_written()
    {
        string path = Path.Combine(_folder.FullName, "pid");
        Directory.CreateDirectory(path);

        _store
            .Invoking(store => store.Write(State(9000) with { PidFile = path }))
            .Should()
            .Throw<PidFileException>()
            .WithMessage($"The pid file {path} cannot be written (*). Choose another with --pid-file.");

        _store.LatestPort().Should().BeNull();
        _store.Read(9000).Should().BeNull();
    }

    [Fact]
    public void Write_makes_files_and_folders_for_the_user_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has other rights.");
            return;
        }

        _store.Write(State(9000));

        File.GetUnixFileMode(Path.Combine(_store.Folder, "daemon-9000.json"))
            .Should()
            .Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(Path.Combine(_store.Folder, "latest-port"))
            .Should()
            .Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        const UnixFileMode Mode700 = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        File.GetUnixFileMode(_store.Folder).Should().Be(Mode700);
        File.GetUnixFileMode(Path.GetDirectoryName(_store.Folder)!).Should().Be(Mode700);
        Directory.EnumerateFiles(_store.Folder, "*.tmp").Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"process":{"id":"x"}}""")]
    public void Read_file_that_is_no_state_counts_as_none(string content)
    {
        Directory.CreateDirectory(_store.Folder);
        File.WriteAllText(Path.Combine(_store.Folder, "daemon-9000.json"), content);

        _store.Read(9000).Should().BeNull();
        _store.ReadAll().Should().BeEmpty();
    }

    [Fact]
    public void Read_file_under_the_name_of_another_port_counts_as_none()
    {
        _store.Write(State(9000));
        File.Move(Path.Combine(_store.Folder, "daemon-9000.json"), Path.Combine(_store.Folder, "daemon-9001.json"));

        _store.Read(9001).Should().BeNull();
    }

    [Fact]
    public void Remove_own_state_takes_the_pid_file_too()
    {
        DaemonState state = State(9000) with { PidFile = Path.Combine(_folder.FullName, "pid") };
        _store.Write(state);

        _store.Remove(state);

        _store.Read(9000).Should().BeNull();
        File.Exists(state.PidFile).Should().BeFalse();
        _store.LatestPort().Should().Be(9000, "the port that was started stays known");
    }

    [Fact]
    public void Remove_when_another_daemon_has_the_port_now_leaves_its_files()
    {
        DaemonState mine = State(9000) with { Process = new ProcessMark(1, "mine") };
        DaemonState other = State(9000);
        _store.Write(mine);
        _store.Write(other);

        _store.Remove(mine);

        _store.Read(9000)!.Process.Should().Be(other.Process);
    }

    [Fact]
    public void Remove_pid_file_of_another_daemon_stays()
    {
        DaemonState state = State(9000) with { PidFile = Path.Combine(_folder.FullName, "pid") };
        _store.Write(state);
        File.WriteAllText(state.PidFile, "12345\n");

        _store.Remove(state);

        File.ReadAllText(state.PidFile).Should().Be("12345\n");
    }

    [Fact]
    public void PortMeant_nothing_started_is_none() => _store.PortMeant().Should().BeNull();

    [Fact]
    public void PortMeant_several_run_is_the_one_started_last()
    {
        _store.Write(State(9000));
        _store.Write(State(9001));

        _store.PortMeant().Should().Be(9001);
    }

    [Fact]
    public void PortMeant_the_latest_is_gone_is_another_that_runs()
    {
        _store.Write(State(9000));
        _store.Write(Dead(9001));

        _store.PortMeant().Should().Be(9000);
    }

    [Fact]
    public void PortMeant_none_runs_is_the_one_started_last()
    {
        _store.Write(Dead(9000));
        _store.Write(Dead(9001));

        _store.PortMeant().Should().Be(9001);
    }

    private static DaemonState State(int port) =>
        new()
        {
            Process = ProcessMark.Current(),
            Port = port,
            Address = "127.0.0.1",
            StartedAt = DateTimeOffset.UnixEpoch.AddSeconds(port),
            Version = "0.1.0",
            LogFile = "/tmp/x.log",
            DrainLimitMs = 10_000,
        };

    private static DaemonState Dead(int port) =>
        State(port) with
        {
            Process = new ProcessMark(Environment.ProcessId, "long ago"),
        };
}
