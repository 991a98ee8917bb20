using Audio.Core.Buffers;

namespace Audio.Core.Tests.Buffers;

public sealed class SilentEndTests
{
    private const float Quiet = 0.0031f;

    [Fact]
    public void Before_the_first_sample_there_was_silence() => new SilentEnd(48_000, 1).IsSilent.Should().BeTrue();

    [Theory]
    [InlineData(480, true), InlineData(479, false), InlineData(2_000, true)]
    public void Ten_milliseconds_under_50_dB_end_a_sound_however_they_are_cut(int frames, bool silent)
    {
        foreach (int piece in new[] { 1, 7, 100, 480, 10_000 })
        {
            var end = new SilentEnd(48_000, 1);
            end.Add([0.1f]);
            end.IsSilent.Should().BeFalse();
            for (int left = frames; left > 0; left -= piece)
                end.Add([.. Enumerable.Repeat(-Quiet, Math.Min(piece, left))]);
            end.IsSilent.Should().Be(silent, $"in pieces of {piece}");
        }
    }

    [Fact]
    public void Both_channels_have_to_be_silent()
    {
        var end = new SilentEnd(48_000, 2);
        end.Add([.. Enumerable.Range(0, 960).Select(i => i % 2 == 0 ? 0f : 0.01f)]);
        end.IsSilent.Should().BeFalse();
        end.Add(new float[960]);
        end.IsSilent.Should().BeTrue();
        end.Add([float.NaN]);
        end.IsSilent.Should().BeFalse();
    }
}
