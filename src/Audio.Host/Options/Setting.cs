namespace Audio.Host.Options;

/// <summary>
/// One setting and its three names: <c>MaxClients</c> in appsettings.json, <c>AUDIOD_MAXCLIENTS</c> in the environment,
/// <c>--max-clients</c> on the command line.
/// </summary>
/// <param name="Name">Its name in appsettings.json.</param>
/// <param name="Option">Its name on the command line.</param>
/// <param name="Argument">The placeholder for its value in the help: <c>TIME</c>, <c>PATH</c>.</param>
/// <param name="Default">The default, as a person would type it.</param>
/// <param name="Help">One line for the help and the documentation.</param>
/// <param name="Apply">
/// Returns the options with this value set. An invalid value throws a <see cref="FormatException"/> whose message
/// continues a sentence that starts with the setting's name: <c>must be between 1 and 100 ms; got 0</c>.
/// </param>
/// <param name="Kind">Whether it takes one value, several, or none.</param>
/// <param name="Alias">A short name on the command line.</param>
/// <param name="Anchor">For values with a relative path: makes the path absolute.</param>
internal sealed record Setting(
    string Name,
    string Option,
    string Argument,
    string Default,
    string Help,
    Func<DaemonOptions, string, DaemonOptions> Apply,
    SettingKind Kind = SettingKind.Value,
    string? Alias = null,
    Func<string, string>? Anchor = null
)
{
    /// <summary>The prefix of every environment variable.</summary>
    public const string EnvironmentPrefix = "AUDIOD_";

    /// <summary>Its name in the environment.</summary>
    public string EnvironmentName => EnvironmentPrefix + Name.ToUpperInvariant();
}

/// <summary>How many values a setting takes.</summary>
internal enum SettingKind
{
    /// <summary>One value.</summary>
    Value,

    /// <summary>
    /// Several values: separated by commas, from a repeated option, or from an array in appsettings.json.
    /// </summary>
    List,

    /// <summary>On or off; on the command line the option alone turns it on.</summary>
    Switch,
}
