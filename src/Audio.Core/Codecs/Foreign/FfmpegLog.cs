using System.Text;

namespace Audio.Core.Codecs.Foreign;

/// <summary>
/// What FFmpeg says on its standard error: the last line is kept, and frames it could not decode are counted.
/// </summary>
internal sealed class FfmpegLog
{
    private const int MaxLine = 300;

    /// <summary>
    /// What it says of a frame that it leaves out: version 5, version 6.1 and later, the end of a cut file.
    /// </summary>
    private static readonly string[] SignsOfDamage =
    [
        "Error while decoding",
        "Error submitting packet to decoder",
        "partial file",
    ];

    private readonly StringBuilder _line = new();
    private volatile string? _lastLine;
    private int _damaged;

    /// <summary>Frames that it could not decode.</summary>
    public int Damaged => Volatile.Read(ref _damaged);

    /// <summary>The last line that it wrote, without control characters; <see langword="null"/>: none.</summary>
    public string? LastLine => _lastLine;

    /// <summary>Reads it to its end.</summary>
    public async Task ReadAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        char[] piece = new char[1024];
        int length;
        while ((length = await reader.ReadAsync(piece).ConfigureAwait(false)) > 0)
        {
            foreach (char character in piece.AsSpan(0, length))
                Take(character);
        }

        Take('\n');
    }

    private void Take(char character)
    {
        if (character is not ('\n' or '\r'))
        {
            if (_line.Length < MaxLine && !char.IsControl(character))
                _line.Append(character);
            return;
        }

        if (_line.Length == 0)
            return;
        string line = _line.ToString();
        _line.Clear();
        _lastLine = line;
        if (SignsOfDamage.Any(sign => line.Contains(sign, StringComparison.Ordinal)))
            Interlocked.Increment(ref _damaged);
    }
}
