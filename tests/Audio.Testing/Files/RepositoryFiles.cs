namespace Audio.Testing.Files;

/// <summary>The files of the project, for tests that hold documents to the code.</summary>
public static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AudioStack.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"There is no AudioStack.sln above {AppContext.BaseDirectory}.");
    }
}
