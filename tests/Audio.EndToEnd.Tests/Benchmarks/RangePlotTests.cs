using System.Xml.Linq;
using Audio.Compare.Report;

namespace Audio.EndToEnd.Tests.Benchmarks;

/// <summary>The plots of compare.sh, whatever was measured.</summary>
public sealed class RangePlotTests
{
    [Theory]
    [InlineData(0, 0, 2.5)]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(0.013, 5, 1_301.79)]
    public void A_measurement_that_is_zero_or_alone_has_its_place_on_the_axis(double first, double second, double third)
    {
        var ours = new Series("audiod", IsOurs: true);
        ours.Add(first);
        ours.Add(second);
        var other = new Series("sox", IsOurs: false);
        other.Add(third);

        string svg = new RangePlot("time", "ms", "here").Draw([ours, other]);

        XElement[] dots = [.. XDocument.Parse(svg).Descendants().Where(e => e.Name.LocalName == "circle")];
        dots.Should().HaveCount(2);
        dots.Select(dot => (double)dot.Attribute("cx")!).Should().AllSatisfy(x => x.Should().BeInRange(260, 820));
    }
}
