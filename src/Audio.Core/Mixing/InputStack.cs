namespace Audio.Core.Mixing;

/// <summary>
/// Inputs on their way from some threads to one other, in a list that is threaded through them: nobody waits, and
/// nothing is allocated. An input stands in it at most once at a time; who pushes makes sure of that.
/// </summary>
/// <param name="isArrival">
/// Which of an input's two links it uses: the way into the mix, or the way of its news out of it.
/// </param>
internal sealed class InputStack(bool isArrival)
{
    private MixerInput? _newest;

    /// <summary>Puts an input in. Any thread.</summary>
    public void Push(MixerInput input)
    {
        MixerInput? next = Volatile.Read(ref _newest);
        while (true)
        {
            Link(input) = next;
            MixerInput? seen = Interlocked.CompareExchange(ref _newest, input, next);
            if (seen == next)
                return;
            next = seen;
        }
    }

    /// <summary>Takes all of them out. Any thread.</summary>
    /// <returns>The oldest, from which <see cref="Next"/> leads to the others.</returns>
    public MixerInput? TakeAll()
    {
        if (Volatile.Read(ref _newest) is null)
            return null;
        MixerInput? input = Interlocked.Exchange(ref _newest, null);
        MixerInput? oldest = null;
        while (input is not null)
        {
            MixerInput? next = Link(input);
            Link(input) = oldest;
            (oldest, input) = (input, next);
        }

        return oldest;
    }

    /// <summary>Inputs in it now; for tests. While nobody pushes or takes.</summary>
    public int Count()
    {
        int count = 0;
        for (MixerInput? input = Volatile.Read(ref _newest); input is not null; input = Link(input))
            count++;
        return count;
    }

    /// <summary>The one behind an input that was taken out; ask before it may be pushed again.</summary>
    public MixerInput? Next(MixerInput input) => Link(input);

    private ref MixerInput? Link(MixerInput input) => ref isArrival ? ref input.NextArrival : ref input.NextNews;
}
