using Audio.Core.Sinks.Wav;
using NAudio.Wave;

namespace Audio.Core.Sinks.Output;

/// <summary>
/// Opens the candidates for the selected sink, best first, and gives the reason for the choice. Stateless.
/// </summary>
/// <param name="asked">The selected sink.</param>
/// <param name="factory">Creates the sinks.</param>
/// <param name="mixer">The mix.</param>
/// <param name="changed">Called on any thread when one of them has faulted, or its audibility has changed.</param>
internal sealed class SinkOpener(SinkSelection asked, ISinkFactory factory, ISampleProvider mixer, Action changed)
{
    /// <summary>Opens the selected sink; for <c>auto</c> the first one that opens, finally the null sink.</summary>
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

    /// <summary>Opens the first device of <c>auto</c> that it can; null if there is none.</summary>
    /// <param name="tried">Receives the sinks that did not open.</param>
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

    /// <summary>Opens a sink.</summary>
    /// <param name="selection">The sink.</param>
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
            life.Inaudible = Inaudibility.WavSink(wav.Path); // which may differ from the selected one
        return life;
    }

    /// <summary>Opens a null sink that keeps time while the device is gone.</summary>
    /// <param name="why">Why it cannot be heard.</param>
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
    /// Says what was wrong with each sink. The advice, which follows a colon in each reason, is left to <see
    /// cref="OutputStatus.Tried"/>.
    /// </summary>
    public static string Explain(IReadOnlyList<TriedSink> tried) =>
        string.Join("; ", tried.Select(sink => $"{sink.Sink}: {sink.Reason.Split(": ")[0].TrimEnd('.')}")) + ".";

    private static string Configured(IAudioSink sink) =>
        sink is WavSink { Note: { } note } ? $"As configured, but {note}." : "As configured.";
}
