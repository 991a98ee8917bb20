using System.Text.RegularExpressions;
using Audio.Testing.Signals;

namespace Audio.EndToEnd.Tests.Structure;

/// <summary>samples/README.md matches the folder.</summary>
public sealed partial class SamplesTests
{
    private static readonly (string Name, int Rate, string Sample, int Channels)[] Rows =
    [
        .. Row()
            .Matches(Repository.Read("samples/README.md"))
            .Select(m =>
                (
                    m.Groups["name"].Value,
                    int.Parse(m.Groups["rate"].Value),
                    m.Groups["sample"].Value,
                    int.Parse(m.Groups["channels"].Value)
                )
            ),
    ];

    public static TheoryData<string> Names => [.. Rows.Select(r => r.Name)];

    [Fact]
    public void The_table_names_every_file_and_no_other() =>
        Rows.Select(r => $"samples/{r.Name}").Should().BeEquivalentTo(Repository.Under("samples/", ".wav"));

    [Fact]
    public void The_script_makes_every_file() =>
        Rows.Where(r => !Repository.Read("samples/make.sh").Contains($" {r.Name} ", StringComparison.Ordinal))
            .Should()
            .BeEmpty();

    [Fact]
    public void Together_they_are_under_a_megabyte() =>
        Rows.Sum(r => new FileInfo(Repository.PathOf($"samples/{r.Name}")).Length).Should().BeLessThan(1_000_000);

    [Fact]
    public void They_differ_in_rate_width_and_channels()
    {
        Rows.Select(r => r.Rate).Distinct().Should().HaveCountGreaterThanOrEqualTo(5);
        Rows.Select(r => r.Sample).Distinct().Should().HaveCount(4);
        Rows.Select(r => r.Channels).Distinct().Should().HaveCount(2);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_is_what_the_table_says(string name)
    {
        (string Name, int Rate, string Sample, int Channels) row = Rows.Single(r => r.Name == name);

        var file = WaveFile.Read(Repository.PathOf($"samples/{name}"));

        file.SampleRate.Should().Be(row.Rate);
        file.Channels.Should().Be(row.Channels);
        $"{file.Bits}-bit{(file.IsFloat ? " float" : "")}".Should().Be(row.Sample);
        file.Duration.TotalSeconds.Should().BeInRange(2, 6);
        double peak = 20 * Math.Log10(file.Samples.Max(Math.Abs));
        peak.Should().BeInRange(-6, -3, "speech and music are heard without clipping when several play");
    }

    [GeneratedRegex(
        @"^\| `(?<name>[^`]+\.wav)` \| (?<rate>\d+) \| (?<sample>[^|]+?) \| (?<channels>\d) \|",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Row();
}
