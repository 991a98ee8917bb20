namespace Audio.Client.Pages;

/// <summary>A refusal (RFC 9457).</summary>
internal sealed record ProblemPage(string Type, string Detail, bool Retryable)
{
    public const string ContentType = "application/problem+json";
}
