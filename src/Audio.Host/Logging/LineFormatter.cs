using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Json;
using Serilog.Parsing;

namespace Audio.Host.Logging;

/// <summary>
/// Writes an event as one line: time, level, source, text, then as JSON those of its properties that the text does not show. An exception follows
/// on lines of its own.
/// </summary>
internal sealed class LineFormatter : ITextFormatter
{
    private readonly JsonValueFormatter _json = new(typeTagName: null);

    public void Format(LogEvent logEvent, TextWriter output)
    {
        output.Write(logEvent.Timestamp.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz"));
        output.Write($" [{Level(logEvent.Level)}] ");
        if (logEvent.Properties.TryGetValue("SourceContext", out LogEventPropertyValue? source))
            output.Write($"{source.ToString("l", null)}: ");
        WriteText(logEvent, output);
        WriteRest(logEvent, output);
        output.WriteLine();
        if (logEvent.Exception is not null)
            output.WriteLine(logEvent.Exception);
    }

    /// <summary>Strings stand without quotes, as a person would write them; a line break in one cannot feign a line of the log.</summary>
    private static void WriteText(LogEvent logEvent, TextWriter output)
    {
        foreach (MessageTemplateToken token in logEvent.MessageTemplate.Tokens)
        {
            bool text = token is PropertyToken property
                && logEvent.Properties.TryGetValue(property.PropertyName, out LogEventPropertyValue? value)
                && value is ScalarValue { Value: string };
            string written = text
                ? (string)((ScalarValue)logEvent.Properties[((PropertyToken)token).PropertyName]).Value!
                : Rendered(token, logEvent);
            output.Write(written.ReplaceLineEndings(" "));
        }
    }

    private static string Rendered(MessageTemplateToken token, LogEvent logEvent)
    {
        using var writer = new StringWriter();
        token.Render(logEvent.Properties, writer);
        return writer.ToString();
    }

    private void WriteRest(LogEvent logEvent, TextWriter output)
    {
        var shown = logEvent.MessageTemplate.Tokens.OfType<PropertyToken>().Select(t => t.PropertyName).Append("SourceContext");
        LogEventProperty[] rest = [.. logEvent.Properties.ExceptBy(shown, p => p.Key).Select(p => new LogEventProperty(p.Key, p.Value))];
        if (rest.Length == 0)
            return;
        output.Write(' ');
        _json.Format(new StructureValue(rest), output);
    }

    private static string Level(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose => "VRB",
        LogEventLevel.Debug => "DBG",
        LogEventLevel.Information => "INF",
        LogEventLevel.Warning => "WRN",
        LogEventLevel.Error => "ERR",
        _ => "FTL",
    };
}
