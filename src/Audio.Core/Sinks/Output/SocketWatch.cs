namespace Audio.Core.Sinks.Output;

/// <summary>
/// Notices when one of some files appears, without looking by itself. Where its folder is not there, the nearest one
/// above that is there is watched, and the watch moves down as folders are made. Any thread.
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

    /// <summary>Begins to watch.</summary>
    /// <param name="paths">Absolute paths.</param>
    /// <param name="appeared">Called each time that one of them is made, on any thread; only notes it.</param>
    /// <returns><see langword="null"/> where there is no path, or the system has no watch left to give.</returns>
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

    /// <summary>Looks which are there, and watches where the others will appear.</summary>
    /// <param name="made">
    /// What was made just now; a server that starts again makes its socket anew, and nobody sees it missing.
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
            // The system gives no watch any more; whoever waits looks from time to time as well.
        }
    }

    private sealed class Target(string path, bool isThere)
    {
        private FileSystemWatcher? _watcher;
        private bool _isThere = isThere;

        /// <returns>Whether it has appeared since the last look.</returns>
        public bool Look(Action<string?> changed, string? made)
        {
            // Watch first and look then: what appears in between is seen by one of the two.
            while (NearestFolder() is var folder && _watcher?.Path != folder)
            {
                Unwatch();
                try
                {
                    Watch(folder, changed);
                }
                catch (Exception) when (!Directory.Exists(folder))
                {
                    // It was removed in between.
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
            watcher.Error += (_, _) => changed(null); // too much at once
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
