using System.CommandLine;
using Audio.Host.Options;

namespace Audio.Cli.Invocation;

/// <summary>
/// The settings as options of the command line. The parser accepts any text; each setting validates its own value.
/// </summary>
internal sealed class SettingSymbols
{
    private readonly Dictionary<Setting, Option> _options = Settings.All.ToDictionary(s => s, OptionOf);
    private readonly Argument<string?> _port = new("port")
    {
        Description = "The same as --port.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Adds the port to a command as an argument.</summary>
    public void AddPortTo(Command command) => command.Arguments.Add(_port);

    /// <summary>Adds settings to a command as options.</summary>
    public void AddTo(Command command, IEnumerable<Setting> settings)
    {
        foreach (Setting setting in settings)
            command.Options.Add(_options[setting]);
    }

    /// <summary>The values on the command line, by the name of the setting.</summary>
    /// <exception cref="OptionException">Two different ports are given.</exception>
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
                $"The port is given twice: {port} and --port {values[Settings.Port.Name]}. Give it once."
            );
        }

        return values;
    }

    /// <summary>
    /// Makes the help show the defaults that apply right now: values from the environment or appsettings.json, and the
    /// port of the daemon that the command would use.
    /// </summary>
    public void ShowDefaults(Command command, CommandContext context)
    {
        foreach ((Setting setting, Option option) in _options)
        {
            if (command.Options.Contains(option) && DefaultHere(setting, command, context) is { } found)
                option.Description = $"{setting.Help} [{found}]";
        }
    }

    /// <summary>The default that applies right now; <see langword="null"/> if it is the usual one.</summary>
    private static string? DefaultHere(Setting setting, Command command, CommandContext context)
    {
        try
        {
            if (setting == Settings.Port && command.Name is "demo")
                return "a free port";
            for (int i = context.Layers.Count - 1; i >= 0; i--)
            {
                string? value = context.Layers[i].Find(setting);
                bool isIgnored =
                    setting == Settings.Port
                    && FindsDaemon(command)
                    && context.Environment(setting.EnvironmentName) is null; // see CommandContext.Target
                if (value is not null && !isIgnored)
                    return $"{value}, from {context.Layers[i].Place}";
            }
            if (setting != Settings.Port || !FindsDaemon(command))
                return null;
            int port = context.Target(new Dictionary<string, string>()).Port;
            return $"{port}" == setting.Default ? null : $"{port}, the daemon started last";
        }
        catch (OptionException)
        {
            return null; // The command itself reports the error.
        }
    }

    /// <summary>Whether a command applies to a running daemon, and looks for one if no port is given.</summary>
    private static bool FindsDaemon(Command command) =>
        command is not RootCommand && command.Name is not ("run" or "start");

    /// <summary>The command-line arguments that give these values.</summary>
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
