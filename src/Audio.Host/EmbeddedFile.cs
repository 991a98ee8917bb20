namespace Audio.Host;

/// <summary>The files that are part of the assembly.</summary>
internal static class EmbeddedFile
{
    public static byte[] Read(string name)
    {
        using Stream resource = typeof(EmbeddedFile).Assembly.GetManifestResourceStream(name)!;
        byte[] bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
