using System.Text.RegularExpressions;

namespace Audio.Testing.Daemon;

/// <summary>The output of a process, line by line; tests can read it and wait for lines. Any thread.</summary>
public sealed class OutputLines
{
    private sealed record Waiter(Regex Pattern, TaskCompletionSource<Match> Found);

    private readonly Lock _lock = new();

    // under the lock
    private readonly List<string> _lines = [];
    private readonly List<Waiter> _waiters = [];
    private bool _ended;

    /// <summary>All lines so far.</summary>
    public IReadOnlyList<string> All
    {
        get
        {
            lock (_lock)
                return [.. _lines];
        }
    }

    /// <summary>A line arrived; null: the output has ended.</summary>
    public void Add(string? line)
    {
        lock (_lock)
        {
            if (line is null)
            {
                _ended = true;
                foreach (Waiter waiter in _waiters)
                    waiter.Found.TrySetException(Missing(waiter.Pattern));
                _waiters.Clear();
                return;
            }

            _lines.Add(line);
            for (int i = _waiters.Count - 1; i >= 0; i--)
            {
                if (_waiters[i].Pattern.Match(line) is { Success: true } match)
                {
                    _waiters[i].Found.TrySetResult(match);
                    _waiters.RemoveAt(i);
                }
            }
        }
    }

    /// <summary>The first line, old or new, that matches.</summary>
    /// <param name="pattern">A regular expression.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="after">The number of lines to ignore from the start.</param>
    /// <exception cref="TimeoutException">There was none; the message contains the output.</exception>
    public async Task<Match> WaitForAsync(string pattern, TimeSpan limit, int after = 0)
    {
        var waiter = new Waiter(
            new Regex(pattern, RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)),
            new(TaskCreationOptions.RunContinuationsAsynchronously)
        );
        lock (_lock)
        {
            foreach (string line in _lines.Skip(after))
            {
                if (waiter.Pattern.Match(line) is { Success: true } match)
                    return match;
            }

            if (_ended)
                throw Missing(waiter.Pattern);
            _waiters.Add(waiter);
        }

        try
        {
            return await waiter.Found.Task.WaitAsync(limit, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            lock (_lock)
                throw Missing(waiter.Pattern);
        }
    }

    private TimeoutException Missing(Regex pattern) =>
        new(
            $"No line matches '{pattern}'{(_ended ? ", and the output has ended" : "")}:\n"
                + $"{string.Join('\n', _lines.TakeLast(60))}"
        );
}
