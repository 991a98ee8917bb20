using System.CommandLine;
using Audio.Host.Options;

namespace Audio.Host.Commands;

/// <summary>The settings as options of the command line. They take any text: what a value may be is said in one place, by the setting.</summary>
internal sealed class SettingSymbols
{
    private readonly Dictionary<Setting, Option> _options = Settings.All.ToDictionary(s => s, OptionOf);
    private readonly Argument<string?> _port = new("port")
    {
        Description = "The port, as --port.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Gives a command the port as a word of its own.</summary>
    public void AddPortTo(Command command) => command.Arguments.Add(_port);

    /// <summary>Gives a command these settings.</summary>
    public void AddTo(Command command, IEnumerable<Setting> settings)
    {
        foreach (Setting setting in settings)
            command.Options.Add(_options[setting]);
    }

    /// <summary>What the command line says, by the setting's name.</summary>
    /// <exception cref="OptionException">The port is said twice.</exception>
    public IReadOnlyDictionary<string, string> ValuesOf(ParseResult parsed)
    {
        var values = new Dictionary<string, string>();
        foreach ((Setting setting, Option option) in _options)
        {
            if (parsed.GetResult(option) is not { Implicit: false } result)
                continue;
            bool bare = setting.Kind == SettingKind.Switch && result.Tokens.Count == 0;
            values[setting.Name] = bare ? "true" : string.Join(',', result.Tokens.Select(t => t.Value));
        }

        if (parsed.GetResult(_port) is { Tokens: [{ Value: var port }] } && !values.TryAdd(Settings.Port.Name, port) && values[Settings.Port.Name] != port)
            throw new OptionException($"The port is said twice: {port} and --port {values[Settings.Port.Name]}. Say it once.");
        return values;
    }

    /// <summary>The words of a command line that says these values.</summary>
    public static IEnumerable<string> WordsOf(IReadOnlyDictionary<string, string> values) =>
        Settings.All.Where(s => values.ContainsKey(s.Name)).Select(s => $"{s.Option}={values[s.Name]}");

    private static Option OptionOf(Setting setting)
    {
        string[] aliases = setting.Alias is null ? [] : [setting.Alias];
        string help = $"{setting.Help} [{setting.Default}]";
        return setting.Kind switch
        {
            SettingKind.Switch => new Option<bool>(setting.Option, aliases) { Description = setting.Help },
            SettingKind.List => new Option<string[]>(setting.Option, aliases) { Description = help, HelpName = setting.Argument, Arity = ArgumentArity.OneOrMore },
            _ => new Option<string>(setting.Option, aliases) { Description = help, HelpName = setting.Argument },
        };
    }
}
