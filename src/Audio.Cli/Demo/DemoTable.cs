using Audio.Cli.Terminal;
using Audio.Core.Sessions;

namespace Audio.Cli.Demo;

/// <summary>The table shown during and after the demo.</summary>
internal static class DemoTable
{
    public static TextTable Of(IReadOnlyList<DemoPlayer> players)
    {
        var table = new TextTable(
            new TextColumn("client", Importance: 8, Least: 12),
            new TextColumn("sends", Importance: 1),
            new TextColumn("first sound", Importance: 4, IsNumber: true),
            new TextColumn("played", Importance: 6, IsNumber: true),
            new TextColumn("of", Importance: 5, IsNumber: true),
            new TextColumn("buffered", Importance: 2, IsNumber: true),
            new TextColumn("underruns", Importance: 3, IsNumber: true),
            new TextColumn("state", Importance: 7, Least: 8)
        );
        foreach (DemoPlayer player in players)
            AddRow(table, player);
        return table;
    }

    private static void AddRow(TextTable table, DemoPlayer player)
    {
        SessionStatistics? statistics = player.Statistics;
        DemoTrack track = player.Track;
        double played = (statistics?.FramesPlayed ?? 0) / (double)track.Format.SampleRate;
        string channels = track.Format.Channels == 1 ? "mono" : "stereo";
        table.AddRow(
            track.Name,
            $"{track.Format.SampleRate / 1000.0:0.###} kHz {8 * track.Format.BytesPerSample} bit {channels}",
            statistics?.Ttfa.Device is { } ttfa ? $"{ttfa.TotalMilliseconds:0.0} ms" : "-",
            $"{played:0.00} s",
            $"{track.Duration.TotalSeconds:0.00} s",
            player.Result is null && statistics is not null ? $"{statistics.Buffered.TotalMilliseconds:0} ms" : "-",
            $"{statistics?.Underruns ?? 0}",
            player.State
        );
    }
}
