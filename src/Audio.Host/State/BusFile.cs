using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Audio.Core.Mixing;

namespace Audio.Host.State;

/// <summary>How a bus was left.</summary>
/// <param name="Volume">Linear gain, 0 to <see cref="AudioBus.MaxVolume"/>.</param>
/// <param name="Muted">Whether it is silent.</param>
internal readonly record struct BusSetting(float Volume, bool Muted)
{
    public static readonly BusSetting Default = new(1f, Muted: false);
}

/// <summary>
/// <c>buses-PORT.json</c> in the state folder: <c>{"speech":{"volume":0.5,"muted":false}}</c>. One for each port, so
/// that no daemon overwrites what another was told. What is in it beyond that, as from a later version, stays there.
/// </summary>
internal sealed class BusFile(string folder, int port)
{
    private const int MostBytes = 64 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The file.</summary>
    public string Path { get; } =
        System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"buses-{port}.json"));

    /// <summary>What is in it, by bus; nothing where there is no file. An entry that is none is left out.</summary>
    /// <exception cref="InvalidDataException">It is not what this class writes.</exception>
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
    /// Keeps one, beside what is there. A broken file is put aside under the name with <c>.broken</c> behind it, and a
    /// new one begun.
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

    /// <summary>
    /// Begins with what another port's daemon was told, where this one's was told nothing: the same daemon goes on
    /// here.
    /// </summary>
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
                ?? throw new InvalidDataException("it is no JSON object");
            ReadAll(root);
            return root;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    /// <summary>
    /// Names and strings are otherwise decoded when somebody asks for them: what cannot be is to be found here.
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
