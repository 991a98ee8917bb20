namespace Audio.Core.Tests.Wires.V4;

/// <summary>
/// Runs something again and again, until every order of its steps has been tried: each run asks which of the possible
/// steps comes next, and the last question whose answers have not all been given is answered differently the next time.
/// </summary>
internal sealed class Interleavings
{
    private readonly List<(int Answer, int Of)> _answers = [];
    private int _asked;

    /// <summary>The number of runs.</summary>
    public int Runs { get; private set; }

    /// <summary>The answers of this run, to say which one failed.</summary>
    public override string ToString() => string.Join(' ', _answers.Take(_asked).Select(static a => a.Answer));

    /// <summary>Runs all orders.</summary>
    public static async Task<Interleavings> ForEachAsync(Func<Interleavings, Task> run)
    {
        var all = new Interleavings();
        do
        {
            all._asked = 0;
            all.Runs++;
            await run(all);
        } while (all.Advance());
        return all;
    }

    /// <summary>Chooses one of so many steps.</summary>
    public int Choose(int count)
    {
        if (_asked == _answers.Count)
            _answers.Add((0, count));
        return _answers[_asked++].Answer;
    }

    private bool Advance()
    {
        _answers.RemoveRange(_asked, _answers.Count - _asked);
        while (_answers.Count > 0)
        {
            (int answer, int of) = _answers[^1];
            if (answer + 1 < of)
            {
                _answers[^1] = (answer + 1, of);
                return true;
            }
            _answers.RemoveAt(_answers.Count - 1);
        }
        return false;
    }
}
