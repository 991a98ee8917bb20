using Audio.Protocol;

namespace Audio.Client.Streaming;

/// <summary>
/// The id of a session. When the session is restarted its id gets a number: <c>s</c>, <c>s-2</c>, <c>s-3</c>. Any
/// thread may read it.
/// </summary>
internal sealed class SessionName
{
    private readonly string _first;
    private volatile string _current;
    private int _number = 1;

    public SessionName(string first) => _current = _first = first;

    public string Current => _current;

    /// <summary>Takes the next id that is free.</summary>
    public void Renew(Func<string, bool> isTaken)
    {
        string id;
        int number = ++_number;
        do
        {
            string suffix = $"-{number++}";
            int kept = Math.Min(_first.Length, SessionNames.MaxLength - suffix.Length);
            id = string.Concat(_first.AsSpan(0, kept), suffix);
        } while (isTaken(id));
        _current = id;
    }
}
