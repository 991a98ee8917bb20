namespace Audio.Core.Sinks.Output;

/// <summary>
/// Watches for files to appear, without polling. If the folder of a file does not exist, the nearest existing parent is
/// watched, and the watch moves down as folders are created. Any thread.
/// </summary>
internal sealed class SocketWatch : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Action _appeared;
    private readonly List<Target> _targets;
    private bool _closed;

    private SocketWatch(IReadOnlyList<string> paths, Action appeared)
    {
        _appeared = appeared;
        _targets = [.. paths.Select(path => new Target(Path.GetFullPath(path), File.Exists(path)))];
    }

    /// <summary>Starts watching.</summary>
    /// <param name="paths">Absolute paths.</param>
    /// <param name="appeared">Called on any thread each time one of them is created; must return at once.</param>
    /// <returns><see langword="null"/> if there is no path, or the system has no more watches.</returns>
    public static SocketWatch? TryStart(IReadOnlyList<string> paths, Action appeared)
    {
        if (paths.Count == 0)
            return null;
        var watch = new SocketWatch(paths, appeared);
        try
        {
            watch.Look();
            return watch;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            watch.Dispose();
            return null;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            foreach (Target target in _targets)
                target.Unwatch();
        }
    }

    /// <summary>Checks which files exist, and watches for the others.</summary>
    /// <param name="made">
    /// What was created just now; a server that restarts replaces its socket, and nobody sees it missing.
    /// </param>
    private void Look(string? made = null)
    {
        bool appeared = false;
        lock (_lock)
        {
            foreach (Target target in _targets)
            {
                if (!_closed)
                    appeared |= target.Look(OnChanged, made);
            }
        }

        if (appeared)
            _appeared();
    }

    private void OnChanged(string? made)
    {
        try
        {
            Look(made);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The system has no more watches; callers also look from time to time.
        }
    }

    private sealed class Target(string path, bool isThere)
    {
        private FileSystemWatcher? _watcher;
        private bool _isThere = isThere;

        /// <returns>Whether it has appeared since the last look.</returns>
        public bool Look(Action<string?> changed, string? made)
        {
            // Watch first, then look, so that nothing that appears in between is missed.
            while (NearestFolder() is var folder && _watcher?.Path != folder)
            {
                Unwatch();
                try
                {
                    Watch(folder, changed);
                }
                catch (Exception) when (!Directory.Exists(folder))
                {
                    // It was removed meanwhile.
                }
            }

            bool wasThere = _isThere && made != path;
            _isThere = File.Exists(path);
            return _isThere && !wasThere;
        }

        public void Unwatch()
        {
            _watcher?.Dispose();
            _watcher = null;
        }

        private void Watch(string folder, Action<string?> changed)
        {
            var watcher = new FileSystemWatcher(folder)
            {
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName,
            };
            watcher.Created += (_, change) => changed(change.FullPath);
            watcher.Renamed += (_, change) => changed(change.FullPath);
            watcher.Deleted += (_, _) => changed(null);
            watcher.Error += (_, _) => changed(null); // the event buffer overflowed
            _watcher = watcher;
            watcher.EnableRaisingEvents = true;
        }

        private string NearestFolder()
        {
            string folder = Path.GetDirectoryName(path)!;
            while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } above)
                folder = above;
            return folder;
        }
    }
}
