using System.CommandLine;
using Audio.Host.Options;

namespace Audio.Cli.Invocation;

/// <summary>
/// The settings as options of the command line. They take any text: what a value may be is said in one place, by the
/// setting.
/// </summary>
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

        if (
            parsed.GetResult(_port) is { Tokens: [{ Value: var port }] }
            && !values.TryAdd(Settings.Port.Name, port)
            && values[Settings.Port.Name] != port
        )
        {
            throw new OptionException(
                $"The port is said twice: {port} and --port {values[Settings.Port.Name]}. Say it once."
            );
        }

        return values;
    }

    /// <summary>
    /// Has the help say the defaults that hold now: what the environment or appsettings.json sets, and the port of the
    /// daemon that is meant.
    /// </summary>
    public void ShowDefaults(Command command, CommandContext context)
    {
        foreach ((Setting setting, Option option) in _options)
        {
            if (command.Options.Contains(option) && DefaultHere(setting, command, context) is { } found)
                option.Description = $"{setting.Help} [{found}]";
        }
    }

    /// <summary>Where it is not the one that is always shown.</summary>
    private static string? DefaultHere(Setting setting, Command command, CommandContext context)
    {
        try
        {
            if (setting == Settings.Port && command.Name is "demo")
                return "a free one";
            for (int i = context.Layers.Count - 1; i >= 0; i--)
            {
                string? value = context.Layers[i].Find(setting);
                bool hides =
                    setting == Settings.Port
                    && FindsOne(command)
                    && context.Environment(setting.EnvironmentName) is null; // see CommandContext.Meant
                if (value is not null && !hides)
                    return $"{value}, from {context.Layers[i].Place}";
            }
            if (setting != Settings.Port || !FindsOne(command))
                return null;
            int port = context.Meant(new Dictionary<string, string>()).Port;
            return $"{port}" == setting.Default ? null : $"{port}, which was started last";
        }
        catch (OptionException)
        {
            return null; // said when the command is carried out
        }
    }

    /// <summary>Whether a command is about a daemon that runs, and looks for one where no port is said.</summary>
    private static bool FindsOne(Command command) =>
        command is not RootCommand && command.Name is not ("run" or "start");

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
            SettingKind.List => new Option<string[]>(setting.Option, aliases)
            {
                Description = help,
                HelpName = setting.Argument,
                Arity = ArgumentArity.OneOrMore,
            },
            _ => new Option<string>(setting.Option, aliases) { Description = help, HelpName = setting.Argument },
        };
    }
}
