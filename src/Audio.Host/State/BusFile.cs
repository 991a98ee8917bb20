using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Audio.Core.Mixing;

namespace Audio.Host.State;

/// <summary>The saved settings of a bus.</summary>
/// <param name="Volume">The linear gain, 0 to <see cref="AudioBus.MaxVolume"/>.</param>
/// <param name="Muted">Whether it is muted.</param>
internal readonly record struct BusSetting(float Volume, bool Muted)
{
    public static readonly BusSetting Default = new(1f, Muted: false);
}

/// <summary>
/// The file <c>buses-PORT.json</c> in the state folder: <c>{"speech":{"volume":0.5,"muted":false}}</c>. Each port has
/// its own, so that daemons do not overwrite each other's settings. Unknown content, such as that of a later version,
/// is preserved.
/// </summary>
internal sealed class BusFile(string folder, int port)
{
    private const int MostBytes = 64 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The file.</summary>
    public string Path { get; } =
        System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"buses-{port}.json"));

    /// <summary>The settings by bus; empty if there is no file. Invalid entries are skipped.</summary>
    /// <exception cref="InvalidDataException">The file is not one that this class writes.</exception>
    public IReadOnlyDictionary<string, BusSetting> Read()
    {
        var settings = new Dictionary<string, BusSetting>();
        foreach ((string name, JsonNode? entry) in Load())
        {
            if (entry is JsonObject fields && Volume(fields) is { } volume && Muted(fields) is { } muted)
                settings[name] = new BusSetting(volume, muted);
        }
        return settings;
    }

    /// <summary>
    /// Saves one bus and keeps the rest. A broken file is renamed with the suffix <c>.broken</c>, and a new one
    /// started.
    /// </summary>
    public void Write(string bus, BusSetting setting)
    {
        JsonObject root;
        try
        {
            root = Load();
        }
        catch (InvalidDataException)
        {
            File.Move(Path, Path + ".broken", overwrite: true);
            root = [];
        }
        JsonObject entry = root[bus] as JsonObject ?? [];
        entry["volume"] = Math.Round((double)setting.Volume, 6);
        entry["muted"] = setting.Muted;
        if (entry.Parent is null)
            root[bus] = entry;
        PrivateFiles.Replace(Path, Encoding.UTF8.GetBytes(root.ToJsonString(Indented)));
    }

    /// <summary>Copies another port's settings if this port has none: the same daemon continues here.</summary>
    public void ContinueFrom(BusFile other)
    {
        if (!File.Exists(Path) && File.Exists(other.Path))
            PrivateFiles.Replace(Path, SmallFile.Read(other.Path, MostBytes));
    }

    private JsonObject Load()
    {
        byte[] text;
        try
        {
            text = SmallFile.Read(Path, MostBytes);
        }
        catch (FileNotFoundException)
        {
            return [];
        }
        try
        {
            JsonObject root =
                JsonNode.Parse(text, documentOptions: Strict) as JsonObject
                ?? throw new InvalidDataException("it is not a JSON object");
            ReadAll(root);
            return root;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    /// <summary>
    /// Forces the decoding of names and strings, which is otherwise lazy, so that invalid ones are found here.
    /// </summary>
    private static void ReadAll(JsonNode? node)
    {
        if (node is JsonObject fields)
        {
            foreach ((_, JsonNode? value) in fields)
                ReadAll(value);
        }
        else if (node is JsonArray items)
        {
            foreach (JsonNode? item in items)
                ReadAll(item);
        }
        else if (node is JsonValue value && value.GetValueKind() == JsonValueKind.String)
        {
            _ = value.GetValue<string>();
        }
    }

    private static float? Volume(JsonObject fields) =>
        fields["volume"] is JsonValue value
        && value.TryGetValue(out double volume)
        && volume is >= 0 and <= AudioBus.MaxVolume
            ? (float)volume
            : null;

    private static bool? Muted(JsonObject fields) =>
        fields["muted"] is JsonValue value && value.TryGetValue(out bool muted) ? muted : null;
}
