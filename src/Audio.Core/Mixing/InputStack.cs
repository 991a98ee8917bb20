namespace Audio.Core.Mixing;

/// <summary>
/// Passes inputs from several threads to one, in a list linked through the inputs themselves: nobody waits, and nothing
/// is allocated. An input is in it at most once at a time, which is up to the caller of <see cref="Push"/>.
/// </summary>
/// <param name="isArrival">Which of an input's two links it uses: the one for arrivals, or the one for changes.</param>
internal sealed class InputStack(bool isArrival)
{
    private MixerInput? _newest;

    /// <summary>Adds an input. Any thread.</summary>
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

    /// <summary>Removes all inputs. Any thread.</summary>
    /// <returns>The oldest input; <see cref="Next"/> returns the others.</returns>
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

    /// <summary>The number of inputs; for tests, while no other thread uses it.</summary>
    public int Count()
    {
        int count = 0;
        for (MixerInput? input = Volatile.Read(ref _newest); input is not null; input = Link(input))
            count++;
        return count;
    }

    /// <summary>The input after one that was removed; to be called before that one can be pushed again.</summary>
    public MixerInput? Next(MixerInput input) => Link(input);

    private ref MixerInput? Link(MixerInput input) => ref isArrival ? ref input.NextArrival : ref input.NextNews;
}
