using Audio.Core.Formats;
using Audio.Testing;
using Audio.Testing.Tools;

namespace Audio.Core.Tests.Formats;

/// <summary>The tables against the recommendation's own, and against a decoder that is not ours.</summary>
public sealed class G711Tests
{
    // Columns 1 and 3 of table 1a: a segment's first decision value and the width of its 16 (segment 1: 32) steps, in
    // units of 1/4096.
    private static readonly (int From, int Step, int Count)[] ALawSegments =
    [
        (0, 2, 32),
        (64, 4, 16),
        (128, 8, 16),
        (256, 16, 16),
        (512, 32, 16),
        (1024, 64, 16),
        (2048, 128, 16),
    ];

    // Table 2a: the first value is 0, in a step from 0 to 1; from there on 15 steps of 2, then 16 of 4, and so on, in
    // units of 1/8192.
    private static readonly (int From, int Step, int Count)[] MuLawSegments =
    [
        (1, 2, 15),
        (31, 4, 16),
        (95, 8, 16),
        (223, 16, 16),
        (479, 32, 16),
        (991, 64, 16),
        (2015, 128, 16),
        (4063, 256, 16),
    ];

    [Fact]
    public void A_law_has_the_values_of_table_1()
    {
        float[] positive = [.. Middles(ALawSegments).Select(value => value / 4096f)];
        for (int number = 0; number < 128; number++)
        {
            G711.ALaw[(number | 0x80) ^ 0x55].Should().Be(positive[number]);
            G711.ALaw[number ^ 0x55].Should().Be(-positive[number]);
        }
    }

    [Fact]
    public void Mu_law_has_the_values_of_table_2()
    {
        float[] positive = [0f, .. Middles(MuLawSegments).Select(value => value / 8192f)];
        for (int number = 0; number < 128; number++)
        {
            G711.MuLaw[255 - number].Should().Be(positive[number]);
            G711.MuLaw[127 - number].Should().Be(-positive[number]);
        }
    }

    [Theory]
    [InlineData("al"), InlineData("ul")]
    public async Task Sox_hears_the_same_in_every_byte(string type)
    {
        using var folder = new TempFolder();
        string coded = Path.Combine(folder.Path, $"all.{type}");
        string pcm = Path.Combine(folder.Path, "all.s16");
        await File.WriteAllBytesAsync(
            coded,
            [.. Enumerable.Range(0, 256).Select(i => (byte)i)],
            TestContext.Current.CancellationToken
        );
        await ExternalTool.RunAsync("sox", "-D", "-t", type, "-r", "8000", "-c", "1", coded, "-t", "s16", "-L", pcm);
        byte[] bytes = await File.ReadAllBytesAsync(pcm, TestContext.Current.CancellationToken);
        float[] ours = (type == "al" ? G711.ALaw : G711.MuLaw).ToArray();
        ours.Should().Equal(Enumerable.Range(0, 256).Select(i => BitConverter.ToInt16(bytes, 2 * i) / 32768f));
    }

    private static IEnumerable<int> Middles((int From, int Step, int Count)[] segments) =>
        segments.SelectMany(segment =>
            Enumerable.Range(0, segment.Count).Select(i => segment.From + i * segment.Step + segment.Step / 2)
        );
}
