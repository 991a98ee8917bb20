using Audio.Core;
using Audio.Protocol;

namespace Audio.NAudio.Tests;

/// <summary>Over whichever <c>MixingSampleProvider</c> the project was built with.</summary>
public sealed class NAudioMixerTests : IDisposable
{
    private const int RampFrames = 240; // 5 ms

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly NAudioMixer _mixer = new();

    public void Dispose() => _mixer.Dispose();

    [Fact]
    public void WithoutInputs_GivesSilenceWithoutEnd() => Read(2).Should().Equal(0, 0, 0, 0);

    [Fact]
    public void MonoAndStereo_AreSummedSampleForSample()
    {
        _mixer.Add(new QueueSource(1, 0.125f, 0.25f));
        _mixer.Add(new QueueSource(2, 0.5f, -0.5f, 0.25f, -0.25f));

        Read(2).Should().Equal(0.625f, -0.375f, 0.5f, 0f);
    }

    [Fact]
    public async Task AStarvingInput_StaysIn_GoesOnWhereItStood_AndEndsAtItsTrueEnd()
    {
        var source = new QueueSource(1);
        NAudioMixerInput input = _mixer.Add(source);
        Read(100).Should().OnlyContain(sample => sample == 0, "it has not begun");
        source.Enqueue(0.5f, 0.25f);
        Read(2).Should().Equal(0.5f, 0.5f, 0.25f, 0.25f);
        input.Completion.IsCompleted.Should().BeFalse();

        source.Completed = true;
        Read(2).Should().Equal(0, 0, 0, 0);
        (await Ended(input)).Should().Be(new NAudioInputResult(NAudioInputEnd.Drained, 2));
    }

    [Fact]
    public void StarvingAndGoingOn_NeverStepsByMoreThanTheRamp()
    {
        var source = new QueueSource(1, [.. Enumerable.Repeat(0.8f, 300)]);
        _mixer.Add(source);
        float[] heard = Read(400);
        heard[..600].Should().OnlyContain(sample => sample == 0.8f, "a natural start has no ramp");
        source.Enqueue([.. Enumerable.Repeat(0.8f, 1_000)]);
        heard = [.. heard, .. Read(1_000)];

        for (int i = 602; i < heard.Length; i += 2)
            Math.Abs(heard[i] - heard[i - 2]).Should().BeLessThanOrEqualTo(0.8f / RampFrames + 1e-6f, $"frame {i / 2}");
        heard[^1].Should().Be(0.8f);
    }

    [Fact]
    public void Gain_IsThereAtOnceAtTheStart_AndMovesInALine()
    {
        NAudioMixerInput input = _mixer.Add(new ConstantSource(2, 0.5f), gain: 0.5f);
        Read(1).Should().Equal(0.25f, 0.25f);
        input.Gain = 1f;
        float[] heard = Read(RampFrames + 1);

        heard[0].Should().BeApproximately(0.25f + 0.25f / RampFrames, 1e-6f);
        heard[2 * (RampFrames / 2 - 1)].Should().BeApproximately(0.375f, 1e-6f);
        heard[2 * (RampFrames - 1)].Should().Be(0.5f);
        heard[^1].Should().Be(0.5f);
    }

    [Fact]
    public async Task Cancel_IsSilenceAfterARampOf5Ms_AndReadsNoFurther()
    {
        var source = new QueueSource(2, [.. Enumerable.Repeat(0.5f, 4_000)]);
        NAudioMixerInput input = _mixer.Add(source);
        Read(10);
        input.Cancel();
        float[] heard = [.. Read(100), .. Read(400)];

        heard[0].Should().BeApproximately(0.5f * (RampFrames - 1) / RampFrames, 1e-6f);
        heard[2 * (RampFrames - 2)].Should().BeApproximately(0.5f / RampFrames, 1e-6f);
        heard[(2 * (RampFrames - 1))..].Should().OnlyContain(sample => sample == 0);
        (await Ended(input)).Should().Be(new NAudioInputResult(NAudioInputEnd.Cancelled, 10 + RampFrames));
        int reads = source.Reads;
        Read(10);
        source.Reads.Should().Be(reads);
    }

    [Fact]
    public async Task ASourceThatThrows_EndsAloneAndTheOthersSound()
    {
        NAudioMixerInput faulty = _mixer.Add(new ScriptedSource(_ => throw new IOException("gone")));
        NAudioMixerInput wrong = _mixer.Add(new ScriptedSource(length => length + 2));
        _mixer.Add(new ConstantSource(2, 0.25f));

        Read(2).Should().Equal(0.25f, 0.25f, 0.25f, 0.25f);
        (await Ended(faulty)).Should().Match<NAudioInputResult>(result => result.End == NAudioInputEnd.Faulted && result.Fault is IOException);
        (await Ended(wrong)).Fault!.Message.Should().Be("ScriptedSource.Read returned 6 for a buffer of 4 samples with 2 channels; it must return the samples written, a whole number of frames.");
        Read(1).Should().Equal(0.25f, 0.25f);
    }

    [Fact]
    public void AnotherFormat_IsRefusedBeforeItIsIn()
    {
        _mixer.Invoking(m => m.Add(new QueueSource(2, 0.5f, 0.5f) { Format = AudioFormat.Float32(44_100, 2) }))
            .Should().Throw<AudioException>().Which.Kind.Should().Be(AudioErrorKind.Unsupported);

        _mixer.InputCount.Should().Be(0);
        Read(1).Should().Equal(0, 0);
    }

    [Fact]
    public async Task TheInput1025_IsATypedError_AndFitsOnceAnotherHasEnded()
    {
        NAudioMixerInput first = _mixer.Add(new ConstantSource(1, 0f, samples: 1));
        for (int i = 1; i < NAudioMixer.MaxInputs; i++)
            _mixer.Add(new ConstantSource(1, 0f));
        Func<NAudioMixerInput> add = () => _mixer.Add(new ConstantSource(1, 0.5f));
        AudioException error = add.Should().Throw<AudioException>().Which;
        (error.Kind, error.IsRetryable).Should().Be((AudioErrorKind.TooManySessions, true));

        Read(2).Should().OnlyContain(sample => sample == 0);
        (await Ended(first)).End.Should().Be(NAudioInputEnd.Drained);
        add();
        Read(1).Should().Equal(0.5f, 0.5f);
    }

    [Fact]
    public void AddAndCancelInsideARead_AreTakenByTheNext()
    {
        NAudioMixerInput? inner = null;
        _mixer.Add(new ScriptedSource(length =>
        {
            inner ??= _mixer.Add(new ConstantSource(1, 0.5f)); // NAudio's list would change under its own loop
            return length;
        }));

        Read(1);
        inner!.FramesMixed.Should().Be(0);
        Read(1);
        inner.FramesMixed.Should().Be(1);
    }

    [Fact]
    public async Task AddWhileAReadIsUnderWay_DoesNotWaitForIt()
    {
        using var reading = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        _mixer.Add(new ScriptedSource(length =>
        {
            reading.Release();
            goOn.Wait();
            return length;
        }));
        Task<float[]> read = Task.Run(() => Read(1));
        await reading.WaitAsync();

        NAudioMixerInput input = _mixer.Add(new ConstantSource(1, 0.5f)); // would never return if it waited
        input.Cancel();
        read.IsCompleted.Should().BeFalse();
        goOn.Release();
        await read;
    }

    [Fact]
    public void ManyAtFullScale_StayWithinFullScale()
    {
        for (int i = 0; i < 64; i++)
            _mixer.Add(new ConstantSource(1, i % 2 == 0 ? 1f : 0.5f));

        Read(480).Should().OnlyContain(sample => Math.Abs(sample) <= 1f).And.Contain(1f);
    }

    [Fact]
    public async Task Disposed_EndsTheInputs_ReadsAsEnded_AndTakesNone()
    {
        var source = new QueueSource(1, 0.5f);
        NAudioMixerInput input = _mixer.Add(source);
        _mixer.Dispose();

        (await Ended(input)).Should().Be(new NAudioInputResult(NAudioInputEnd.Cancelled, 0));
        _mixer.Read(new float[4]).Should().Be(0);
        source.Reads.Should().Be(0);
        _mixer.Invoking(m => m.Add(source)).Should().Throw<AudioException>().Which.Kind.Should().Be(AudioErrorKind.Closed);
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(16.1f)]
    [InlineData(float.NaN)]
    public void AGainOutsideItsRange_IsRefused(float gain)
    {
        _mixer.Invoking(m => m.Add(new ConstantSource(1, 0f), gain)).Should().Throw<ArgumentOutOfRangeException>();
        _mixer.InputCount.Should().Be(0);
    }

    [Fact]
    public void Read_Steady_AllocatesNothing()
    {
        for (int i = 0; i < 8; i++)
            _mixer.Add(new ConstantSource(1, 0.1f));
        var buffer = new float[960];

        Testing.Allocations.Of(() => _mixer.Read(buffer)).Should().Be(0);
    }

    private float[] Read(int frames)
    {
        var buffer = new float[2 * frames];
        Array.Fill(buffer, 9f);
        _mixer.Read(buffer).Should().Be(buffer.Length);
        return buffer;
    }

    private static Task<NAudioInputResult> Ended(NAudioMixerInput input) => input.Completion.WaitAsync(Limit);
}
