using System.Globalization;

namespace Audio.Core.Tests.Arrivals;

/// <summary>When the chunks of one stream came, and how long each sounds.</summary>
/// <param name="Name">What the tests call it.</param>
/// <param name="Chunks">In order; in microseconds from the first.</param>
public sealed record ArrivalTrace(string Name, IReadOnlyList<(long Micros, long Duration)> Chunks)
{
    /// <summary>How long all of it sounds.</summary>
    public TimeSpan Sound => TimeSpan.FromMicroseconds(Chunks.Sum(static chunk => chunk.Duration));

    /// <summary>Reads a recorded trace: lines of "microseconds microseconds", # before a remark.</summary>
    public static ArrivalTrace Load(string file) =>
        new(
            Path.GetFileNameWithoutExtension(file),
            [
                .. File.ReadLines(file)
                    .Where(static line => line.Length > 0 && line[0] != '#')
                    .Select(static line =>
                    {
                        string[] fields = line.Split(' ');
                        return (
                            long.Parse(fields[0], CultureInfo.InvariantCulture),
                            long.Parse(fields[1], CultureInfo.InvariantCulture)
                        );
                    }),
            ]
        );

    public override string ToString() => Name;
}
