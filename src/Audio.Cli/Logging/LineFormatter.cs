using System.Globalization;
using Audio.Cli.Terminal;
using Audio.Protocol;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Json;
using Serilog.Parsing;

namespace Audio.Cli.Logging;

/// <summary>
/// Writes an event as one line: time, level, source and text, followed by the properties that the text does not show,
/// as JSON. An exception follows on indented lines. Text from outside can neither control a terminal nor forge a line
/// (<see cref="PlainText"/>).
/// </summary>
/// <param name="style">Who reads the lines.</param>
internal sealed class LineFormatter(LogStyle style = LogStyle.File) : ITextFormatter
{
    private const string Source = "SourceContext";
    private const string Indent = "    ";

    /// <summary>
    /// Properties that the framework adds for machines: the id of the event, and of the request that logged it.
    /// </summary>
    private static readonly string[] NotForPeople =
    [
        Source,
        "EventId",
        "RequestId",
        "RequestPath",
        "ConnectionId",
        "TransportConnectionId",
    ];

    private readonly JsonValueFormatter _json = new(typeTagName: null);

    public void Format(LogEvent logEvent, TextWriter output)
    {
        output.Write(
            logEvent.Timestamp.ToString(
                style == LogStyle.File ? "yyyy-MM-dd'T'HH:mm:ss.fffzzz" : "HH:mm:ss.fff",
                CultureInfo.InvariantCulture
            )
        );
        output.Write($" [{Level(logEvent.Level)}] ");
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        if (style == LogStyle.File && logEvent.Properties.TryGetValue(Source, out LogEventPropertyValue? source))
            text.Write($"{source.ToString("l", null)}: ");
        WriteText(logEvent, text);
        if (style == LogStyle.File)
            WriteRest(logEvent, text);
        output.WriteLine(PlainText.Line(text.ToString().ReplaceLineEndings(" ")));
        if (logEvent.Exception is null)
            return;
        foreach (string line in logEvent.Exception.ToString().ReplaceLineEndings("\n").Split('\n'))
            output.WriteLine(Indent + PlainText.Line(line));
    }

    /// <summary>Strings are written without quotes, and durations in a fitting unit.</summary>
    private static void WriteText(LogEvent logEvent, StringWriter text)
    {
        foreach (MessageTemplateToken token in logEvent.MessageTemplate.Tokens)
        {
            object? value =
                token is PropertyToken property
                && logEvent.Properties.GetValueOrDefault(property.PropertyName) is ScalarValue scalar
                    ? scalar.Value
                    : null;
            if (value is string words)
                text.Write(words);
            else if (value is TimeSpan time)
                text.Write(Show(time));
            else
                token.Render(logEvent.Properties, text, CultureInfo.InvariantCulture);
        }
    }

    private void WriteRest(LogEvent logEvent, StringWriter text)
    {
        IEnumerable<string> shown = logEvent
            .MessageTemplate.Tokens.OfType<PropertyToken>()
            .Select(t => t.PropertyName)
            .Concat(NotForPeople);
        LogEventProperty[] rest =
        [
            .. logEvent.Properties.ExceptBy(shown, p => p.Key).Select(p => new LogEventProperty(p.Key, p.Value)),
        ];
        if (rest.Length == 0)
            return;
        text.Write(' ');
        _json.Format(new StructureValue(rest), text);
    }

    private static string Show(TimeSpan time) =>
        time.TotalSeconds < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.#} ms")
            : DurationText.Of((long)time.TotalMilliseconds);

    private static string Level(LogEventLevel level) =>
        level switch
        {
            LogEventLevel.Verbose => "VRB",
            LogEventLevel.Debug => "DBG",
            LogEventLevel.Information => "INF",
            LogEventLevel.Warning => "WRN",
            LogEventLevel.Error => "ERR",
            _ => "FTL",
        };
}

/// <summary>Who reads a line of the log.</summary>
internal enum LogStyle
{
    /// <summary>A file: date, source, and the properties that the text does not show.</summary>
    File,

    /// <summary>A person who is watching: time, level and text.</summary>
    Console,
}
