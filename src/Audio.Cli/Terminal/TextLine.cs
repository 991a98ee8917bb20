using Audio.Protocol;
using Spectre.Console.Rendering;

namespace Audio.Cli.Terminal;

/// <summary>A line that is truncated to the console width and filtered by <see cref="PlainText"/>.</summary>
internal sealed class TextLine(string text) : IRenderable
{
    private readonly string _text = PlainText.Line(text);

    public Measurement Measure(RenderOptions options, int maxWidth) => new(0, Math.Min(_text.Cells(), maxWidth));

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        [new Segment(_text.CutTo(maxWidth, options.Unicode)), Segment.LineBreak];
}
