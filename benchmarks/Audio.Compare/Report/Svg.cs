using System.Net;
using System.Text;

namespace Audio.Compare.Report;

/// <summary>
/// Draws shapes and text; units are pixels, the origin is top left. Has its own background, so it is legible on light
/// and dark pages.
/// </summary>
internal sealed class Svg(double width, double height)
{
    private const string Look = "font-family=\"DejaVu Sans, Verdana, sans-serif\" fill=\"#222\"";

    private readonly StringBuilder _body = new();

    public void Line(double x1, double y1, double x2, double y2, string colour, double thickness = 1) =>
        _body.AppendLine(
            $"""<line x1="{x1:F1}" y1="{y1:F1}" x2="{x2:F1}" y2="{y2:F1}" stroke="{colour}" """
                + $"""stroke-width="{thickness:F1}"/>"""
        );

    public void Box(double x, double y, double boxWidth, double boxHeight, string colour, double opacity = 1) =>
        _body.AppendLine(
            $"""<rect x="{x:F1}" y="{y:F1}" width="{Math.Max(0, boxWidth):F1}" height="{boxHeight:F1}" """
                + $"""fill="{colour}" fill-opacity="{opacity:F2}"/>"""
        );

    public void Dot(double x, double y, double radius, string colour) =>
        _body.AppendLine($"""<circle cx="{x:F1}" cy="{y:F1}" r="{radius:F1}" fill="{colour}"/>""");

    /// <param name="x">Where the text is anchored.</param>
    /// <param name="y">Its base line.</param>
    /// <param name="text">The text.</param>
    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c>.</param>
    /// <param name="size">Of the letters.</param>
    /// <param name="isBold">Whether it stands out.</param>
    public void Text(double x, double y, string text, string anchor = "start", double size = 13, bool isBold = false) =>
        _body.AppendLine(
            $"""<text x="{x:F1}" y="{y:F1}" text-anchor="{anchor}" """
                + $"""font-size="{size:F0}"{(isBold ? " font-weight=\"bold\"" : "")}>{WebUtility.HtmlEncode(text)}"""
                + "</text>"
        );

    private string Size => $"width=\"{width:F0}\" height=\"{height:F0}\"";

    public override string ToString() =>
        $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:F0} {height:F0}" {Size} {Look}>
            <rect width="100%" height="100%" fill="#fff"/>
            {_body.ToString().TrimEnd()}
            </svg>

            """;
}
