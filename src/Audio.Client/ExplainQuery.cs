using System.Globalization;
using System.Text;
using Audio.Protocol.Etiquette;

namespace Audio.Client;

/// <summary>The options of a session as a query of <c>/v1/explain</c>.</summary>
internal static class ExplainQuery
{
    public static string Of(AudioSessionOptions options)
    {
        StringBuilder query = new StringBuilder("/v1/explain?volume=").Append(
            options.Volume.ToString("R", CultureInfo.InvariantCulture)
        );
        Add("effects", options.Effects);
        Add("id", options.SessionId);
        Add("priority", EtiquetteNames.NameOf(options.Etiquette.Priority));
        Add("channel", options.Etiquette.Channel);
        Add("overlap", EtiquetteNames.NameOf(options.Etiquette.Overlap));
        Add(
            "expiresAfter",
            options.Etiquette.ExpiresAfter?.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture)
        );
        Add("resumeInterrupted", options.Etiquette.ResumeInterrupted ? "true" : null);
        return query.ToString();

        void Add(string name, string? value)
        {
            if (value is not null)
                query.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }
    }
}
