namespace Audio.Host.Options;

/// <summary>One place where settings come from; knows how a setting is named there.</summary>
internal sealed class SettingLayer
{
    //  *immutable*
    private readonly IConfiguration _values;
    private readonly Func<Setting, string> _label;

    private SettingLayer(IConfiguration values, string place, Func<Setting, string> label)
    {
        _values = values;
        _label = label;
        Place = place;
    }

    /// <summary>What people call it.</summary>
    public string Place { get; }

    /// <summary>
    /// appsettings.json; one that is not there says nothing, one that names what does not exist is an error.
    /// </summary>
    /// <exception cref="OptionException">It is not JSON, or a name in it is no setting.</exception>
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
                    $"{path} has '{section.Key}', which is no setting. There are: "
                        + $"{string.Join(", ", Settings.All.Select(s => s.Name))}"
                );
            }
        }

        return new SettingLayer(values, "appsettings.json", s => $"{s.Name} in {path}");
    }

    /// <summary>The environment: what starts with <c>AUDIOD_</c>.</summary>
    public static SettingLayer Environment() =>
        new(
            new ConfigurationBuilder().AddEnvironmentVariables(Setting.EnvironmentPrefix).Build(),
            "the environment",
            s => s.EnvironmentName
        );

    /// <summary>Values by the name of their setting, as the command line gives them.</summary>
    public static SettingLayer CommandLine(IReadOnlyDictionary<string, string> values) =>
        new(
            new ConfigurationBuilder()
                .AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value)))
                .Build(),
            "the command line",
            s => s.Option
        );

    /// <summary>The value here, or <see langword="null"/> where this place says nothing.</summary>
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

    /// <summary>The options with this layer's value in them.</summary>
    /// <exception cref="OptionException">The value cannot be used.</exception>
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

    /// <summary>How the setting is named here.</summary>
    public string Label(Setting setting) => _label(setting);
}
