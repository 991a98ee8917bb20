using Audio.Core.Mixing;
using NAudio.Wave;
using NAudio.Wave.SampleProviders;

namespace Audio.Core.Tests.Mixing;

/// <summary>
/// Each way of NAudio's mixer that <see cref="InputBank"/> and <see cref="MixerInput"/> work round, one by one: if one
/// of these fails with a newer NAudio, a workaround has become needless, or is not enough.
/// </summary>
public sealed class MixingSampleProviderTests
{
    private static readonly WaveFormat Stereo = WaveFormat.CreateIeeeFloatWaveFormat(48_000, 2);

    private readonly MixingSampleProvider _mixer = new(Stereo);
    private readonly float[] _buffer = new float[8];

    [Fact]
    public void An_input_that_returns_short_is_mixed_and_removed()
    {
        _mixer.AddMixerInput(new ConstantProvider(0.25f, 4));
        _mixer.AddMixerInput(new ConstantProvider(0.5f));

        _mixer.Read(_buffer).Should().Be(8);
        _buffer.Should().Equal(0.75f, 0.75f, 0.75f, 0.75f, 0.5f, 0.5f, 0.5f, 0.5f);
        _mixer.MixerInputs.Should().HaveCount(1);
    }

    [Fact]
    public void Without_inputs_it_ends_unless_it_reads_fully()
    {
        _mixer.ReadFully.Should().BeFalse();
        _mixer.Read(_buffer).Should().Be(0);

        _mixer.ReadFully = true;
        Array.Fill(_buffer, 9f);
        _mixer.Read(_buffer).Should().Be(8);
        _buffer.Should().OnlyContain(sample => sample == 0);
    }

    [Fact]
    public void The_input_1025_throws()
    {
        for (int i = 0; i < 1_024; i++)
            _mixer.AddMixerInput(new ConstantProvider(0));

        _mixer.Invoking(m => m.AddMixerInput(new ConstantProvider(0))).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public async Task Add_while_a_read_is_under_way_waits_for_it()
    {
        using var reading = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        _mixer.AddMixerInput(new ConstantProvider(0, reading: () =>
            {
                reading.Release();
                goOn.Wait();
            }));
        Task read = Task.Run(() => _mixer.Read(_buffer));
        await reading.WaitAsync();

        var adder = new Thread(() => _mixer.AddMixerInput(new ConstantProvider(0)));
        adder.Start();
        SpinWait
            .SpinUntil(() => adder.ThreadState.HasFlag(ThreadState.WaitSleepJoin), TimeSpan.FromSeconds(60))
            .Should()
            .BeTrue("it waits for the lock");
        _mixer.MixerInputs.Should().HaveCount(1);

        goOn.Release();
        await read;
        adder.Join();
        _mixer.MixerInputs.Should().HaveCount(2);
    }

    [Fact]
    public void Remove_mixer_input_inside_mixer_input_ended_removes_a_healthy_one_or_throws()
    {
        var healthy = new ConstantProvider(0.5f);
        _mixer.AddMixerInput(new ConstantProvider(0.25f, 4));
        _mixer.AddMixerInput(healthy);
        _mixer.MixerInputEnded += (_, ended) => _mixer.RemoveMixerInput(ended.SampleProvider);
        _mixer.Read(_buffer);
        _mixer.MixerInputs.Should().NotContain(healthy);

        _mixer.AddMixerInput(new ConstantProvider(0.25f, 4));
        _mixer.Invoking(m => m.Read(_buffer)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Another_format_throws_and_stays_in()
    {
        var other = new ConstantProvider(0.5f) { WaveFormat = WaveFormat.CreateIeeeFloatWaveFormat(44_100, 2) };

        _mixer.Invoking(m => m.AddMixerInput(other)).Should().Throw<ArgumentException>();
        _mixer.MixerInputs.Should().Contain(other);
    }

    [Fact]
    public void An_input_that_throws_leaves_the_read_and_stays_in()
    {
        var faulty = new ConstantProvider(0, reading: () => throw new IOException("gone"));
        _mixer.AddMixerInput(faulty);

        _mixer.Invoking(m => m.Read(_buffer)).Should().Throw<IOException>();
        _mixer.MixerInputs.Should().Contain(faulty);
    }

    [Fact]
    public void The_sum_leaves_full_scale()
    {
        _mixer.AddMixerInput(new ConstantProvider(0.75f));
        _mixer.AddMixerInput(new ConstantProvider(0.75f));

        _mixer.Read(_buffer);
        _buffer.Should().OnlyContain(sample => sample == 1.5f);
    }

    [Fact]
    public void A_format_that_is_not_float_throws() =>
        FluentActions
            .Invoking(() => new MixingSampleProvider(new WaveFormat(48_000, 2)))
            .Should()
            .Throw<ArgumentException>();
}
