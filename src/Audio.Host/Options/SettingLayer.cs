namespace Audio.Host.Options;

/// <summary>One source of settings, with the names that settings have there.</summary>
internal sealed class SettingLayer
{
    // Immutable.
    private readonly IConfiguration _values;
    private readonly Func<Setting, string> _label;

    private SettingLayer(IConfiguration values, string place, Func<Setting, string> label)
    {
        _values = values;
        _label = label;
        Place = place;
    }

    /// <summary>Its name in messages.</summary>
    public string Place { get; }

    /// <summary>
    /// The settings of appsettings.json. A missing file is an empty layer; an unknown name in it is an error.
    /// </summary>
    /// <exception cref="OptionException">The file is not JSON, or names an unknown setting.</exception>
    public static SettingLayer File(string path)
    {
        IConfigurationRoot values;
        try
        {
            values = new ConfigurationBuilder().AddJsonFile(path, optional: true, reloadOnChange: false).Build();
        }
        catch (Exception e)
            when (e is InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new OptionException($"{path} cannot be read: {(e.InnerException ?? e).Message}", e);
        }

        foreach (IConfigurationSection section in values.GetChildren())
        {
            if (!Settings.All.Any(s => s.Name.Equals(section.Key, StringComparison.OrdinalIgnoreCase)))
            {
                throw new OptionException(
                    $"{path} has an unknown setting '{section.Key}'. The settings are: "
                        + $"{string.Join(", ", Settings.All.Select(s => s.Name))}"
                );
            }
        }

        return new SettingLayer(values, "appsettings.json", s => $"{s.Name} in {path}");
    }

    /// <summary>The environment variables that start with <c>AUDIOD_</c>.</summary>
    public static SettingLayer Environment() =>
        new(
            new ConfigurationBuilder().AddEnvironmentVariables(Setting.EnvironmentPrefix).Build(),
            "the environment",
            s => s.EnvironmentName
        );

    /// <summary>The settings of the command line, by name.</summary>
    public static SettingLayer CommandLine(IReadOnlyDictionary<string, string> values) =>
        new(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    V2Settings.WithRate(values).Select(v => KeyValuePair.Create(v.Key, (string?)v.Value))
                )
                .Build(),
            "the command line",
            s => s.Option
        );

    /// <summary>The value in this layer, or <see langword="null"/> if it has none.</summary>
    public string? Find(Setting setting)
    {
        IConfigurationSection section = _values.GetSection(setting.Name);
        if (section.Value is not null)
            return section.Value;
        string[] items = [.. section.GetChildren().Select(c => c.Value).OfType<string>()];
        if (items.Length == 0)
            return null;
        return setting.Kind == SettingKind.List
            ? string.Join(',', items)
            : throw new OptionException($"{_label(setting)} must be one value; got several");
    }

    /// <summary>Sets this layer's value in the options.</summary>
    /// <exception cref="OptionException">The value is invalid.</exception>
    public DaemonOptions Apply(DaemonOptions options, Setting setting, string value)
    {
        try
        {
            return setting.Apply(options, value);
        }
        catch (FormatException e)
        {
            throw new OptionException($"{_label(setting)} {e.Message}", e);
        }
    }

    /// <summary>The setting's name in this layer.</summary>
    public string Label(Setting setting) => _label(setting);
}
