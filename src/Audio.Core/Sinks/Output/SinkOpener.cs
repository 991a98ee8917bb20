using Audio.Core.Sinks.Wav;
using NAudio.Wave;

namespace Audio.Core.Sinks.Output;

/// <summary>
/// Opens the sinks that come into question for what was asked for, best first, and says why it became this one. Keeps
/// nothing.
/// </summary>
/// <param name="asked">What was asked for.</param>
/// <param name="factory">Makes the sinks.</param>
/// <param name="mixer">What they play.</param>
/// <param name="changed">
/// Called on any thread when one of them has faulted, or can be heard otherwise than before.
/// </param>
internal sealed class SinkOpener(SinkSelection asked, ISinkFactory factory, ISampleProvider mixer, Action changed)
{
    /// <summary>What was asked for; of <c>auto</c> the first that opens, at the last the null sink.</summary>
    /// <exception cref="SinkException">It does not open; never with <c>auto</c>.</exception>
    public OpenedSink OpenFirst()
    {
        if (asked.Kind != SinkKind.Auto)
        {
            SinkLife life = Open(asked);
            return new OpenedSink(life, asked, Configured(life.Sink), []);
        }

        var tried = new List<TriedSink>();
        if (TryOpenDevice(tried) is { } device)
            return device;
        var nobody = new SinkSelection(SinkKind.Null);
        return new OpenedSink(Open(nobody), nobody, Explain(tried), tried);
    }

    /// <summary>The first device of <c>auto</c> that opens; null where none does.</summary>
    /// <param name="tried">Takes what did not open.</param>
    public OpenedSink? TryOpenDevice(List<TriedSink> tried)
    {
        foreach (SinkSelection candidate in SinkSelection.Devices)
        {
            try
            {
                return new OpenedSink(
                    Open(candidate),
                    candidate,
                    tried.Count == 0 ? "The first choice of auto." : Explain(tried),
                    tried
                );
            }
            catch (SinkException error)
            {
                tried.Add(new TriedSink(candidate.ToString(), error.Message));
            }
        }

        return null;
    }

    /// <summary>One sink.</summary>
    /// <param name="selection">Which.</param>
    /// <param name="again">Whether it was open before.</param>
    /// <exception cref="SinkException">It does not open.</exception>
    public SinkLife Open(SinkSelection selection, bool again = false)
    {
        Inaudibility? why = selection.Kind switch
        {
            SinkKind.Null => asked.Kind == SinkKind.Auto ? Inaudibility.NoDevice : Inaudibility.NullSink,
            SinkKind.Wav => Inaudibility.WavSink(selection.Path),
            _ => null,
        };
        var life = new SinkLife(factory.Create(selection, again), mixer, changed, why);
        life.Open();
        if (life.Sink is WavSink wav)
            life.Inaudible = Inaudibility.WavSink(wav.Path); // which may be another than was asked for
        return life;
    }

    /// <summary>A null sink that keeps the time while the device is away.</summary>
    /// <param name="why">Why nobody hears it.</param>
    public SinkLife OpenStandIn(Inaudibility why)
    {
        var life = new SinkLife(factory.Create(new SinkSelection(SinkKind.Null), again: true), mixer, changed, why)
        {
            IsStandIn = true,
        };
        life.Open();
        return life;
    }

    /// <summary>
    /// What was wrong with each. What to do about it, which a reason has behind its colon, is in <see
    /// cref="OutputStatus.Tried"/>.
    /// </summary>
    public static string Explain(IReadOnlyList<TriedSink> tried) =>
        string.Join("; ", tried.Select(sink => $"{sink.Sink}: {sink.Reason.Split(": ")[0].TrimEnd('.')}")) + ".";

    private static string Configured(IAudioSink sink) =>
        sink is WavSink { Note: { } note } ? $"As configured, but {note}." : "As configured.";
}
