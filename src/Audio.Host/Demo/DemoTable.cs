using Audio.Core.Sessions;
using Spectre.Console;

namespace Audio.Host.Demo;

/// <summary>The table that is shown while the demo plays, and when it has ended.</summary>
internal static class DemoTable
{
    public static Table Of(IReadOnlyList<DemoPlayer> players)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn("client");
        table.AddColumn("sends");
        table.AddColumn(new TableColumn("first sound").RightAligned());
        table.AddColumn(new TableColumn("played").RightAligned());
        table.AddColumn(new TableColumn("of").RightAligned());
        table.AddColumn(new TableColumn("buffered").RightAligned());
        table.AddColumn(new TableColumn("underruns").RightAligned());
        table.AddColumn("state");
        foreach (DemoPlayer player in players)
            AddRow(table, player);
        return table;
    }

    private static void AddRow(Table table, DemoPlayer player)
    {
        SessionStatistics? statistics = player.Statistics;
        DemoTrack track = player.Track;
        double played = (statistics?.FramesPlayed ?? 0) / (double)track.Format.SampleRate;
        table.AddRow(
            Markup.Escape(track.Name),
            $"{track.Format.SampleRate / 1000.0:0.###} kHz {8 * track.Format.BytesPerSample} bit {(track.Format.Channels == 1 ? "mono" : "stereo")}",
            statistics?.Ttfa.Device is { } ttfa ? $"{ttfa.TotalMilliseconds:0.0} ms" : "-",
            $"{played:0.00} s",
            $"{track.Duration.TotalSeconds:0.00} s",
            player.Result is null && statistics is not null ? $"{statistics.Buffered.TotalMilliseconds:0} ms" : "-",
            $"{statistics?.Underruns ?? 0}",
            Markup.Escape(player.State));
    }
}
