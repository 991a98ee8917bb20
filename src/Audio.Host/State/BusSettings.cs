using Audio.Core.Engine;
using Audio.Core.Mixing;

namespace Audio.Host.State;

/// <summary>The engine's buses, whose volumes and mutes survive a restart. Any thread.</summary>
/// <param name="engine">The engine.</param>
/// <param name="file">The file they are saved in; <see langword="null"/> if they are not saved.</param>
/// <param name="logger">Reports files that cannot be read or written.</param>
internal sealed partial class BusSettings(AudioEngine engine, BusFile? file, ILogger<BusSettings> logger)
{
    // Serializes changes, so that the file holds the last one.
    private readonly Lock _lock = new();

    /// <summary>The buses of the priorities, lowest first, then the master.</summary>
    public IReadOnlyList<AudioBus> All { get; } = [.. engine.Buses, engine.Master];

    /// <summary>
    /// Restores the saved settings. Called before the first sound, so that nothing plays louder than it was left.
    /// </summary>
    public void Restore()
    {
        if (file is null)
            return;
        try
        {
            foreach ((string name, BusSetting setting) in file.Read())
            {
                if (All.FirstOrDefault(bus => bus.Name == name) is not { } bus)
                    continue;
                bus.Volume = setting.Volume;
                bus.IsMuted = setting.Muted;
                if (setting != BusSetting.Default)
                    LogRestored(logger, name, setting.Volume, setting.Muted);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            LogUnreadable(logger, file.Path, e.Message);
        }
    }

    /// <summary>Changes a bus and saves the change.</summary>
    public void Change(AudioBus bus, float? volume, bool? muted)
    {
        lock (_lock)
        {
            bus.Volume = volume ?? bus.Volume;
            bus.IsMuted = muted ?? bus.IsMuted;
            LogChanged(logger, bus.Name, bus.Volume, bus.IsMuted);
            try
            {
                file?.Write(bus.Name, new BusSetting(bus.Volume, bus.IsMuted));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                LogUnwritable(logger, bus.Name, file!.Path, e.Message);
            }
        }
    }

    [LoggerMessage(
        EventId = LogEvents.VolumesRestored,
        Level = LogLevel.Information,
        Message = "Restored bus {Bus}: volume {Volume}, muted {Muted}"
    )]
    private static partial void LogRestored(ILogger logger, string bus, float volume, bool muted);

    [LoggerMessage(
        EventId = LogEvents.VolumesUnreadable,
        Level = LogLevel.Warning,
        Message = "The volumes in {File} cannot be read ({Reason}); all buses start at volume 1"
    )]
    private static partial void LogUnreadable(ILogger logger, string file, string reason);

    [LoggerMessage(
        EventId = LogEvents.VolumeChanged,
        Level = LogLevel.Information,
        Message = "Bus {Bus}: volume {Volume}, muted {Muted}"
    )]
    private static partial void LogChanged(ILogger logger, string bus, float volume, bool muted);

    [LoggerMessage(
        EventId = LogEvents.VolumesNotSaved,
        Level = LogLevel.Warning,
        Message = "Bus {Bus} is changed, but {File} cannot be written ({Reason}): the change will be lost on restart"
    )]
    private static partial void LogUnwritable(ILogger logger, string bus, string file, string reason);
}
