using System.Collections.Concurrent;
using System.Globalization;

namespace Audio.Cli.Play;

/// <summary>
/// Progress on a terminal that cannot overwrite text: a line with a bar at each quarter of a file, and one at its end.
/// </summary>
/// <param name="lines">Prints how each file ended.</param>
/// <param name="output">The terminal.</param>
/// <param name="unicode">Whether the terminal shows more than ASCII.</param>
internal sealed class PlaySteps(IPlayView lines, TextWriter output, bool unicode) : IPlayView
{
    private const int Steps = 4;
    private const int BarWidth = 20;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<FilePlay, int> _said = new();

    public void Show(FilePlay play)
    {
        lock (_lock)
        {
            if (play.Outcome is null && play.Length is { } length && length > TimeSpan.Zero)
            {
                int step = Math.Min((int)(Steps * (play.Played / length)), Steps - 1);
                if (step > _said.GetValueOrDefault(play, -1))
                {
                    _said[play] = step;
                    output.WriteLine(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{PlayBars.LabelOf(play)}: {PlayBars.BarOf(play, BarWidth, unicode)} "
                                + $"{PlayBars.TextOf(play)}"
                        )
                    );
                }
            }
        }
        lines.Show(play);
    }
}
